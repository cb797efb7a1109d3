package io.journey360.analytics.funnel;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.durations.Distribution;
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
     * @param ofFirst of the units that reached the first step: 0 to 1
     * @param ofPrevious of the units that reached the required step before: 0 to 1
     * @param dropOff units that reached the required step before, and not this one
     * @param timeFromPrevious in seconds; absent where nobody came
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(
            String event,
            long count,
            double ofFirst,
            double ofPrevious,
            long dropOff,
            @Nullable Distribution timeFromPrevious) {}

    /**
     * @param value at the first step, as the event has it; absent where its event does not have the property
     * @param other all values but the largest together
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Group(@Nullable Object value, boolean other, List<Step> steps, double conversion, long open) {}

    /** @param events names of the steps' events */
    static FunnelAnswer of(FunnelResult result, Funnel funnel, List<String> events, AsOf asOf, String explain) {
        var groups = result.groups().stream()
                .map(group -> new Group(
                        group.value(),
                        group.rest(),
                        steps(group.funnel(), funnel, events),
                        conversion(group.funnel(), funnel),
                        group.funnel().open()))
                .toList();
        return new FunnelAnswer(
                steps(result, funnel, events),
                conversion(result, funnel),
                result.open(),
                funnel.breakdown() == null ? null : groups,
                asOf,
                explain);
    }

    private static List<Step> steps(FunnelResult result, Funnel funnel, List<String> events) {
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
            if (!funnel.optional().contains(i)) {
                previous = step.count();
            }
        }
        return steps;
    }

    private static double conversion(FunnelResult result, Funnel funnel) {
        int last = funnel.steps().size() - 1;
        while (funnel.optional().contains(last)) {
            last--;
        }
        return ratio(result.steps().get(last).count(), result.steps().getFirst().count());
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
