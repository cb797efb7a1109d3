package io.journey360.analytics.attribution;

import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.analytics.query.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a question about attribution of a request, or says what is wrong with it. */
final class AttributionReading {

    private static final Duration HALF_LIFE = Duration.ofDays(7);
    private static final Duration LOOKBACK = Duration.ofDays(30);

    private final AttributionRequest request;
    private final Filters filters;
    private final RequestErrors errors;

    AttributionReading(AttributionRequest request, Filters filters, RequestErrors errors) {
        this.request = request;
        this.filters = filters;
        this.errors = errors;
    }

    Attribution read() {
        TimeRange.checkZone(request.zone(), errors);
        return new Attribution(
                filters.step(request.goal(), "/goal").orElse(EventFilter.ALL),
                touches(),
                filters.property(request.by(), "/by").orElse(Dimension.CHANNEL),
                model(),
                TimeRange.millis(request.halfLife(), "/halfLife", HALF_LIFE, errors),
                TimeRange.millis(request.lookback(), "/lookback", LOOKBACK, errors),
                filters.events(request.filter(), "/filter"),
                filters.people(request.filter(), "/filter"),
                TimeRange.of(request.from(), request.to(), errors));
    }

    private List<EventFilter> touches() {
        var touches = new ArrayList<EventFilter>();
        var asked = request.touches();
        if (asked == null || asked.isEmpty() || asked.size() > Attribution.MAX_TOUCHES) {
            errors.invalid("/touches", "must be 1 to %d steps".formatted(Attribution.MAX_TOUCHES));
            return touches;
        }
        for (int i = 0; i < asked.size(); i++) {
            filters.step(asked.get(i), "/touches/" + i).ifPresent(touches::add);
        }
        return touches;
    }

    private AttributionModel model() {
        var model = Optional.ofNullable(request.model()).flatMap(AttributionModel::of);
        if (model.isEmpty()) {
            errors.invalid(
                    "/model",
                    "is required: "
                            + Arrays.stream(AttributionModel.values())
                                    .map(AttributionModel::wireName)
                                    .collect(Collectors.joining(", ")));
        }
        return model.orElse(AttributionModel.LAST);
    }
}
