package io.journey360.analytics.funnel;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.durations.Summary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param conversion units that reached the last step, of those that reached the first: 0 to 1
 * @param open units that have not finished and still can within their window
 * @param explain where its figures are explained
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FunnelAnswer(
        List<Step> steps,
        double conversion,
        long open,
        @Nullable List<Group> breakdown,
        AsOf asOf,
        String explain) {

    /**
     * @param ofFirst 0 to 1
     * @param ofPrevious 0 to 1
     * @param dropOff units that reached the step before, and not this one
     * @param timeFromPrevious in seconds; absent where nobody came
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(
            String event,
            long count,
            double ofFirst,
            double ofPrevious,
            long dropOff,
            @Nullable Summary timeFromPrevious) {}

    /**
     * @param value at the first step; absent where its event does not have the property
     * @param other all values but the largest together
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Group(@Nullable String value, boolean other, List<Step> steps, double conversion, long open) {}

    /** @param events names of the steps' events */
    static FunnelAnswer of(FunnelResult result, List<String> events, boolean brokenDown, AsOf asOf, String explain) {
        var groups = result.groups().stream()
                .map(group -> new Group(
                        group.value(),
                        group.rest(),
                        steps(group.funnel(), events),
                        conversion(group.funnel()),
                        group.funnel().open()))
                .toList();
        return new FunnelAnswer(
                steps(result, events), conversion(result), result.open(), brokenDown ? groups : null, asOf, explain);
    }

    private static List<Step> steps(FunnelResult result, List<String> events) {
        var steps = new ArrayList<Step>();
        long first = result.steps().getFirst().count();
        long previous = first;
        for (int i = 0; i < events.size(); i++) {
            var step = result.steps().get(i);
            steps.add(new Step(
                    events.get(i),
                    step.count(),
                    ratio(step.count(), first),
                    ratio(step.count(), previous),
                    previous - step.count(),
                    step.timeFromPrevious()));
            previous = step.count();
        }
        return steps;
    }

    private static double conversion(FunnelResult result) {
        return ratio(result.steps().getLast().count(), result.steps().getFirst().count());
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
