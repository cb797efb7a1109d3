package io.journey360.analytics.retention;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.Interval;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.analytics.query.TimeRange;
import java.util.EnumSet;

/** Makes a question about retention of a request, or says what is wrong with it. */
final class RetentionReading {

    private static final int PERIODS = 12;

    private final RetentionRequest request;
    private final Filters filters;
    private final RequestErrors errors;

    RetentionReading(RetentionRequest request, Filters filters, RequestErrors errors) {
        this.request = request;
        this.filters = filters;
        this.errors = errors;
    }

    Retention read() {
        var start = filters.step(request.start(), "/start").orElse(EventFilter.ALL);
        var back = request.back() == null
                ? start
                : filters.step(request.back(), "/return").orElse(EventFilter.ALL);
        return new Retention(
                start,
                back,
                Interval.read(
                                request.interval(),
                                Interval.DAY,
                                EnumSet.of(Interval.DAY, Interval.WEEK, Interval.MONTH),
                                errors)
                        .in(TimeRange.zone(request.zone(), errors)),
                periods(),
                firstTime(),
                orAfter(),
                filters.events(request.filter(), "/filter"),
                filters.people(request.filter(), "/filter"),
                TimeRange.of(request.from(), request.to(), errors),
                filters.property(request.breakdown(), "/breakdown").orElse(null));
    }

    private int periods() {
        int periods = request.periods() == null ? PERIODS : request.periods();
        if (periods < 1 || periods > Retention.MAX_PERIODS) {
            errors.invalid("/periods", "must be from 1 to " + Retention.MAX_PERIODS);
            return PERIODS;
        }
        return periods;
    }

    private boolean firstTime() {
        return switch (request.cohorts()) {
            case "recurring" -> false;
            case "first-time" -> true;
            case null -> true;
            default -> {
                errors.invalid("/cohorts", "can be first-time or recurring");
                yield true;
            }
        };
    }

    private boolean orAfter() {
        return switch (request.retained()) {
            case "on-or-after" -> true;
            case "on" -> false;
            case null -> false;
            default -> {
                errors.invalid("/retained", "can be on or on-or-after");
                yield false;
            }
        };
    }
}
