package io.journey360.analytics.conformance;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.asof.AsOf;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How journeys conform to a map.
 *
 * @param journeys that have an event of the map
 * @param people whose these are
 * @param open of the journeys, those that may go on
 * @param outside journeys without any event of the map; they count nowhere else
 * @param fitness of all journeys together: 1 − what their alignments cost / what they would cost at worst; absent without journeys
 * @param conforming units without a deviation and without a stage left out that is not optional
 * @param conformingShare of the units, which are journeys or people as the request says
 * @param distribution of the units' fitness; absent without units
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ConformanceAnswer(
        Map map,
        Conformance.Unit by,
        long journeys,
        long people,
        long open,
        long outside,
        @Nullable Double fitness,
        long conforming,
        @Nullable Double conformingShare,
        @Nullable Distribution distribution,
        List<Stage> stages,
        List<Transition> transitions,
        AsOf asOf,
        String explain) {

    @Schema(name = "ConformanceMap")
    record Map(String id, long version, String name) {}

    /** Percentiles by linear interpolation. */
    @Schema(name = "FitnessDistribution")
    record Distribution(
            double mean, double p10, double p25, double p50, double p75, double p90, List<Bucket> buckets) {}

    /** @param to exclusive, but for the last, which is fitness 1 alone */
    @Schema(name = "FitnessBucket")
    record Bucket(double from, double to, long count) {}

    /**
     * A stage of the map.
     *
     * @param entered in its turn
     * @param skipped passed over by entering a later one
     * @param repeated entered, and come back to after a later one
     * @param outOfOrder met out of its turn
     * @param notReached the journey ended before it
     */
    @Schema(name = "ConformanceStage")
    record Stage(
            String key,
            String name,
            boolean optional,
            Count entered,
            Count skipped,
            Count repeated,
            Count outOfOrder,
            Count notReached) {}

    @Schema(name = "JourneysAndPeople")
    record Count(long journeys, long people) {}

    /**
     * Entering one stage after another, with those between left out.
     *
     * @param expectedSeconds the longest time promised, that of the stages left out included; absent where any of them promises nothing
     * @param late how many took longer than that
     * @param lateShare of the count
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ConformanceTransition")
    record Transition(
            String from,
            String to,
            long count,
            long people,
            @Nullable Double expectedSeconds,
            @Nullable Long late,
            @Nullable Double lateShare,
            double meanSeconds,
            double p50Seconds,
            double p90Seconds) {}
}
