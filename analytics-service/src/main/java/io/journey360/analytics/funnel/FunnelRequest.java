package io.journey360.analytics.funnel;

import io.journey360.analytics.query.FilterRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param steps 1 to 50
 * @param order {@code sequential} (default), {@code strict} or {@code any}, which goes without {@code exclude}
 * @param window exact elapsed time from the first to the last event of a chain, {@code P30D} by default
 * @param by {@code customer} (default), {@code booking} or {@code attempt}
 * @param holdConstant {@code booking}: events of a chain that carry one carry the same
 * @param breakdown the dimension, or {@code attributes.} and the name of an indexed attribute, whose value at the first step
 *     divides the answer
 * @param from bounds the first event of a chain, as {@code to} does
 * @param asOf an instant with offset or a log position
 */
record FunnelRequest(
        @Nullable List<@Nullable Step> steps,
        @Nullable String order,
        @Nullable String window,
        @Nullable String by,
        @Nullable String holdConstant,
        @Nullable List<@Nullable Exclusion> exclude,
        @Nullable String breakdown,
        @Nullable String from,
        @Nullable String to,
        @Nullable String zone,
        @Nullable FilterRequest filter,
        @Nullable Object asOf) {

    /** @param optional the step may be left out; never the first */
    record Step(
            @Nullable String event,
            @Nullable FilterRequest filter,
            @Nullable Boolean optional) {}

    /**
     * @param afterStep a required step, from 1
     * @param beforeStep a required step above {@code afterStep}
     */
    record Exclusion(
            @Nullable String event,
            @Nullable FilterRequest filter,
            @Nullable Integer afterStep,
            @Nullable Integer beforeStep) {}
}
