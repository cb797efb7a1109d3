package io.journey360.analytics.funnel;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.Property;
import io.journey360.analytics.index.People;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question about a series of steps.
 *
 * <p>A unit's events are those that pass the filter, in the order of the index: time, stage, log position. A chain to k is
 * distinct events e1…ek at times t1 ≤ … ≤ tk, each matching its required step, with tk − t1 within the window and t1 in [from,
 * to). Step k counts units that have a chain to every j ≤ k.
 *
 * <p>A unit's times come from its canonical chain: the longest; then the one that ends earliest; then the one that starts
 * latest; then the one whose times between are earliest, compared one after the other. Of chains with the same times it is the
 * one whose event for step 1 comes first, then that for step 2, and so on; this settles which events an explanation lists and
 * whose value a breakdown takes. The time of a step is that from the chain's event of the required step before it.
 *
 * <p>In {@link Order#ANY any order} the events need not be in the order of the steps, tk is the latest and t1 the earliest of
 * them, whichever steps they serve. The canonical chain is found by the same rules, with the events' times sorted, and then the
 * one whose events, sorted, come first. The time of step k is that from the (k − 1)th of these sorted times to the kth.
 *
 * <p>Optional steps are looked for once the canonical chain of the required steps is known. In the order of the steps, each
 * that has its required step before it in the chain takes the first event that matches it, is neither in the chain nor taken
 * by an optional step before it, agrees with the chain on what is held constant, and lies between the times of the chain's
 * step before and step after it, both included; where the chain does not go on, until the window ends; in any order, from t1
 * until the window ends. Its time is that from the chain's step before it; in any order, from the chain's last event not after
 * it. So an optional step changes no figure of a required one.
 *
 * @param steps 1 to {@value #MAX_STEPS}
 * @param optional which of the steps, counted from 0, may be left out; never the first
 * @param from inclusive, in milliseconds since 1970
 * @param to exclusive; later events may lie after it
 * @param holdBooking events of a chain that carry a booking carry the same
 * @param breakdown what to divide units by: its value at the event of the canonical chain that serves the first step
 */
public record Funnel(
        List<EventFilter> steps,
        Set<Integer> optional,
        Order order,
        long windowMillis,
        Unit by,
        EventFilter filter,
        People people,
        long from,
        long to,
        List<Exclusion> exclusions,
        boolean holdBooking,
        @Nullable Property breakdown) {

    public static final int MAX_STEPS = 50;
    public static final int MAX_EXCLUSIONS = 10;
    public static final long BEGINNING = Long.MIN_VALUE;
    public static final long END = Long.MAX_VALUE;

    public enum Order {
        SEQUENTIAL,
        /**
         * Sequential, and no event of the unit at a time strictly between those of two consecutive chain events. So an optional
         * step between two that the chain has can only be at the time of one of them, and one the chain ends before only
         * where nothing is in between.
         */
        STRICT,
        /** Knows no exclusions: they lie between steps, and here no step is before another. */
        ANY
    }

    /** What is counted. */
    public enum Unit {
        CUSTOMER,
        /** A (source, booking): its events, whoever's. */
        BOOKING,
        /** A piece of a person's events, cut before each that matches the first step; what precedes the first is dropped. */
        ATTEMPT
    }

    /**
     * A chain that reaches step {@code before} is invalid if such an event lies strictly between the times of its steps
     * {@code after} and {@code before}, which are required ones.
     *
     * @param after from 1
     * @param before above {@code after}
     */
    public record Exclusion(EventFilter filter, int after, int before) {}

    public Funnel {
        steps = List.copyOf(steps);
        optional = Set.copyOf(optional);
        exclusions = List.copyOf(exclusions);
        if (order == Order.ANY && !exclusions.isEmpty()) {
            throw new IllegalArgumentException("Exclusions need an order");
        }
        if (optional.contains(0)) {
            throw new IllegalArgumentException("The first step is required");
        }
    }

    /** Of everybody's events, in the order of the steps, all of them required. */
    public static Funnel of(List<EventFilter> steps, long windowMillis) {
        return new Funnel(
                steps,
                Set.of(),
                Order.SEQUENTIAL,
                windowMillis,
                Unit.CUSTOMER,
                EventFilter.ALL,
                People.ALL,
                BEGINNING,
                END,
                List.of(),
                false,
                null);
    }

    public Funnel by(Unit unit) {
        return new Funnel(
                steps,
                optional,
                order,
                windowMillis,
                unit,
                filter,
                people,
                from,
                to,
                exclusions,
                holdBooking,
                breakdown);
    }

    /** Of events that pass this filter. */
    public Funnel only(EventFilter events) {
        return new Funnel(
                steps, optional, order, windowMillis, by, events, people, from, to, exclusions, holdBooking, breakdown);
    }

    public Funnel among(People chosen) {
        return new Funnel(
                steps, optional, order, windowMillis, by, filter, chosen, from, to, exclusions, holdBooking, breakdown);
    }

    public Funnel dividedBy(@Nullable Property property) {
        return new Funnel(
                steps, optional, order, windowMillis, by, filter, people, from, to, exclusions, holdBooking, property);
    }

    /** Whether one pass that keeps the latest start per step finds the chain. */
    boolean plain() {
        return order == Order.SEQUENTIAL && exclusions.isEmpty() && !holdBooking;
    }

    /** Whether what a unit did can keep it from having a chain. */
    boolean barring() {
        return order == Order.STRICT || !exclusions.isEmpty();
    }
}
