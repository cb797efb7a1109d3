package io.journey360.analytics.scorecard;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.index.People;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.analytics.query.TimeRange;
import io.journey360.events.JourneyEventType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * @param goals any of them means a person was won
 * @param limit touchpoints in the answer
 * @param from inclusive, in milliseconds since 1970
 * @param to exclusive
 * @param silence after which a journey has ended
 */
public record ScorecardQuestion(
        Set<JourneyEventType> goals,
        int limit,
        EventFilter filter,
        People people,
        long from,
        long to,
        Duration silence) {

    private static final Set<JourneyEventType> GOALS = Set.of(JourneyEventType.BOOKED, JourneyEventType.SERVED);
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
        return new ScorecardQuestion(
                goals(request.goal(), filters, errors),
                limit,
                filters.events(request.filter(), filter),
                filters.people(request.filter(), filter),
                range.from(),
                range.to(),
                silence);
    }

    private static Set<JourneyEventType> goals(@Nullable Object goal, Filters filters, RequestErrors errors) {
        if (goal == null) {
            return GOALS;
        }
        var names = goal instanceof List<?> list ? list : List.of(goal);
        var goals = EnumSet.noneOf(JourneyEventType.class);
        for (var name : names) {
            if (name instanceof String text) {
                filters.event(text, "/goal").ifPresent(goals::add);
            } else {
                errors.invalid("/goal", "must be an event or a list of events");
            }
        }
        if (names.isEmpty()) {
            errors.invalid("/goal", "must name at least one event");
        }
        return goals;
    }
}
