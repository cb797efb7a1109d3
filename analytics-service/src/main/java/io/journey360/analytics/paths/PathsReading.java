package io.journey360.analytics.paths;

import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.analytics.query.TimeRange;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a question about paths of a request, or says what is wrong with it. */
final class PathsReading {

    private static final int EDGES = 200;
    private static final int VARIANTS = 100;
    private static final int MOST = 10_000;

    private final PathsRequest request;
    private final Filters filters;
    private final RequestErrors errors;

    PathsReading(PathsRequest request, Filters filters, RequestErrors errors) {
        this.request = request;
        this.filters = filters;
        this.errors = errors;
    }

    Paths read() {
        var range = TimeRange.of(request.from(), request.to(), errors);
        TimeRange.checkZone(request.zone(), errors);
        long gap = request.gap() == null
                ? Paths.NO_GAP
                : TimeRange.millis(request.gap(), "/gap", Duration.ofMinutes(30), errors);
        return new Paths(
                node(),
                gap,
                Boolean.TRUE.equals(request.collapse()),
                request.startAt(),
                request.endAt(),
                between(request.maxSteps(), "/maxSteps", Integer.MAX_VALUE, Integer.MAX_VALUE),
                filters.events(request.filter(), "/filter"),
                filters.people(request.filter(), "/filter"),
                range.from(),
                range.to(),
                between(request.maxEdges(), "/maxEdges", EDGES, MOST),
                between(request.maxVariants(), "/maxVariants", VARIANTS, MOST),
                measures());
    }

    private Set<Measure> measures() {
        if (request.measures() == null) {
            return Paths.ALL_MEASURES;
        }
        var measures = EnumSet.noneOf(Measure.class);
        for (int i = 0; i < request.measures().size(); i++) {
            switch (request.measures().get(i)) {
                case "people" -> measures.add(Measure.PEOPLE);
                case "times" -> measures.add(Measure.TIMES);
                case "variants" -> measures.add(Measure.VARIANTS);
                case null -> errors.invalid("/measures/" + i, "must not be null");
                default -> errors.invalid("/measures/" + i, "can be people, times or variants");
            }
        }
        return measures;
    }

    private Dimension node() {
        return switch (request.node()) {
            case "event" -> Dimension.EVENT;
            case "action" -> Dimension.ACTION;
            case "touchpoint" -> Dimension.TOUCHPOINT;
            case "channel" -> Dimension.CHANNEL;
            case null -> {
                errors.invalid("/node", "is required");
                yield Dimension.EVENT;
            }
            default -> {
                errors.invalid("/node", "can be event, action, touchpoint or channel");
                yield Dimension.EVENT;
            }
        };
    }

    private int between(@Nullable Integer asked, String pointer, int absent, int most) {
        if (asked == null) {
            return absent;
        }
        if (asked < 1 || asked > most) {
            errors.invalid(pointer, "must be from 1 to %,d".formatted(most));
        }
        return asked;
    }
}
