package io.journey360.analytics.scorecard;

import static io.journey360.analytics.query.FilterParameters.first;

import io.journey360.analytics.query.FilterParameters;
import io.journey360.analytics.query.FilterRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * @param goal the event that means a person was won, for the impact: or several of which one
 *     suffices; {@code booked} and {@code served} by default
 * @param limit touchpoints in the answer, 1 to 1,000; 100 by default
 * @param from bounds the time of every event that counts, as {@code to} does
 * @param asOf an instant with offset or a log position
 */
public record ScorecardRequest(
        @Nullable Object goal,
        @Nullable Integer limit,
        @Nullable String from,
        @Nullable String to,
        @Nullable String zone,
        @Nullable FilterRequest filter,
        @Nullable Object asOf) {

    private static final Set<String> PARAMETERS = Set.of("goal", "limit", "from", "to", "zone", "asOf");

    /** The request whose parts are query parameters, and those of its filter too. */
    public static ScorecardRequest of(MultiValueMap<String, String> parameters) {
        return new ScorecardRequest(
                FilterParameters.all(parameters, "goal"),
                FilterParameters.whole(parameters, "limit"),
                first(parameters, "from"),
                first(parameters, "to"),
                first(parameters, "zone"),
                FilterParameters.of(parameters, PARAMETERS),
                first(parameters, "asOf"));
    }
}
