package io.journey360.analytics.funnel;

import io.journey360.analytics.durations.Distribution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param steps all of them, in order
 * @param open units that have not finished and whose window, counted from their latest first step, has not ended
 * @param groups by value of the breakdown, the largest first; empty without one
 */
public record FunnelResult(List<Step> steps, long open, List<Group> groups) {

    /**
     * @param count units that have a chain to this step; for an optional step, those that took it besides
     * @param timeFromPrevious null for the first step and where nobody came
     */
    public record Step(long count, @Nullable Distribution timeFromPrevious) {}

    /**
     * @param value null where the event does not have the property
     * @param rest all values beyond the largest groups together
     */
    public record Group(@Nullable Object value, boolean rest, FunnelResult funnel) {}
}
