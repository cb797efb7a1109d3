package io.journey360.analytics.funnel;

import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.index.People;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question about a series of steps.
 *
 * <p>A unit's events are those that pass the filter. A chain to k is distinct events e1…ek at times t1 ≤ … ≤ tk, each matching
 * its step, with tk − t1 within the window and t1 in [from, to). A unit's times come from its canonical chain: the longest;
 * then the one that ends earliest; then the one that starts latest; then the one whose events between are earliest.
 *
 * @param steps 1 to {@value #MAX_STEPS}
 * @param from inclusive, in milliseconds since 1970
 * @param to exclusive; later events may lie after it
 * @param people whose events, or bookings among whose events
 * @param holdBooking events of a chain that carry a booking carry the same
 * @param breakdown what to divide units by: its value at the first event of the canonical chain
 */
public record Funnel(
        List<EventFilter> steps,
        Order order,
        long windowMillis,
        Unit by,
        EventFilter filter,
        People people,
        long from,
        long to,
        List<Exclusion> exclusions,
        boolean holdBooking,
        @Nullable Dimension breakdown) {

    public static final int MAX_STEPS = 50;
    public static final int MAX_EXCLUSIONS = 10;
    public static final long BEGINNING = Long.MIN_VALUE;
    public static final long END = Long.MAX_VALUE;

    public enum Order {
        SEQUENTIAL,
        /** Sequential, and no event of the unit at a time strictly between those of two consecutive chain events. */
        STRICT
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
     * {@code after} and {@code before}.
     *
     * @param after from 1
     * @param before above {@code after}
     */
    public record Exclusion(EventFilter filter, int after, int before) {}

    public Funnel {
        steps = List.copyOf(steps);
        exclusions = List.copyOf(exclusions);
    }

    /** Whether one pass that keeps the latest start per step answers it. */
    boolean plain() {
        return order == Order.SEQUENTIAL && exclusions.isEmpty() && !holdBooking;
    }
}
