package io.journey360.analytics.funnel;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.EventGroups;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A funnel made ready for one snapshot. Required and optional steps are numbered by themselves from 0: chains know required
 * steps only.
 */
final class PreparedFunnel {

    private static final int[] NO_STEPS = {};

    final Funnel funnel;

    /** The steps that are required, ascending; the first is 0. */
    final int[] required;

    final int[] optional;

    /** By optional step, the required step before it. */
    final int[] before;

    /** A bit per required step, a bit per exclusion, and for a strict funnel one that every event of the unit has. */
    final EventMasks masks;

    /** A bit per optional step. */
    final @Nullable EventMasks optionalMasks;

    /** By exclusion, the required step, from 1, behind which it bars. */
    final int[] after;

    /** By exclusion, the required step, from 1, that it bars from. */
    final int[] barred;

    final @Nullable EventGroups groups;

    /** A unit whose latest first step is not before this can still go on. */
    final long openSince;

    private PreparedFunnel(Snapshot snapshot, Funnel funnel, long openUntilMillis) {
        this.funnel = funnel;
        var all = funnel.steps();
        required = steps(all.size(), funnel, false);
        optional = funnel.optional().isEmpty() ? NO_STEPS : steps(all.size(), funnel, true);
        before = IntStream.of(optional)
                .map(step -> (int) IntStream.of(required)
                                .filter(other -> other < step)
                                .count()
                        - 1)
                .toArray();
        var filters = new ArrayList<EventFilter>();
        for (int step : required) {
            filters.add(all.get(step));
        }
        funnel.exclusions().forEach(exclusion -> filters.add(exclusion.filter()));
        if (funnel.order() == Funnel.Order.STRICT) {
            filters.add(EventFilter.ALL);
        }
        masks = EventMasks.of(snapshot, funnel.filter(), filters);
        optionalMasks = optional.length == 0
                ? null
                : EventMasks.of(
                        snapshot,
                        funnel.filter(),
                        IntStream.of(optional).mapToObj(all::get).toList());
        after = numbers(
                funnel.exclusions().stream().map(Funnel.Exclusion::after).toList());
        barred = numbers(
                funnel.exclusions().stream().map(Funnel.Exclusion::before).toList());
        groups = funnel.breakdown() == null ? null : EventGroups.of(snapshot, funnel.breakdown());
        openSince = openUntilMillis - funnel.windowMillis();
    }

    static PreparedFunnel of(Snapshot snapshot, Funnel funnel, long openUntilMillis) {
        return new PreparedFunnel(snapshot, funnel, openUntilMillis);
    }

    private static int[] steps(int count, Funnel funnel, boolean optional) {
        return IntStream.range(0, count)
                .filter(step -> funnel.optional().contains(step) == optional)
                .toArray();
    }

    private int[] numbers(List<Integer> steps) {
        return steps.stream().mapToInt(step -> number(required, step - 1) + 1).toArray();
    }

    /** The number that a step has among these; -1 if it is none of them. */
    static int number(int[] steps, int step) {
        for (int number = 0; number < steps.length; number++) {
            if (steps[number] == step) {
                return number;
            }
        }
        return -1;
    }

    /** Whose events make a unit. */
    Snapshot.By by() {
        return funnel.by() == Funnel.Unit.BOOKING ? Snapshot.By.BOOKING : Snapshot.By.PERSON;
    }
}
