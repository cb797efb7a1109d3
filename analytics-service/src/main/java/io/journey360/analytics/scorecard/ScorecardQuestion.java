package io.journey360.analytics.scorecard;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.index.People;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.analytics.query.TimeRange;
import io.journey360.events.JourneyEventType;
import java.time.Duration;

/**
 * @param goal means a person was won
 * @param limit touchpoints in the answer
 * @param from inclusive, in milliseconds since 1970
 * @param to exclusive
 * @param silence after which a journey has ended
 */
public record ScorecardQuestion(
        JourneyEventType goal, int limit, EventFilter filter, People people, long from, long to, Duration silence) {

    private static final int LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    /** @param filter where the filter stands in the request */
    public static ScorecardQuestion read(
            ScorecardRequest request, Filters filters, RequestErrors errors, String filter, Duration silence) {
        var range = TimeRange.of(request.from(), request.to(), errors);
        TimeRange.checkZone(request.zone(), errors);
        int limit = request.limit() == null ? LIMIT : request.limit();
        if (limit < 1 || limit > MAX_LIMIT) {
            errors.invalid("/limit", "must be 1 to %,d".formatted(MAX_LIMIT));
        }
        var goal = request.goal() == null ? null : filters.event(request.goal(), "/goal");
        return new ScorecardQuestion(
                goal == null ? JourneyEventType.BOOKED : goal.orElse(JourneyEventType.BOOKED),
                limit,
                filters.events(request.filter(), filter),
                filters.people(request.filter(), filter),
                range.from(),
                range.to(),
                silence);
    }
}
