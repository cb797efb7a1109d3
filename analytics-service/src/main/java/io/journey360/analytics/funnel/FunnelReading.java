package io.journey360.analytics.funnel;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.analytics.query.TimeRange;
import io.journey360.events.JourneyEventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a funnel of a request, or says what is wrong with it. */
final class FunnelReading {

    private static final Duration WINDOW = Duration.ofDays(30);
    private static final String OPTIONAL =
            "is optional: exclusions lie between required steps, optional ones are looked for afterwards";

    private final FunnelRequest request;
    private final Filters filters;
    private final RequestErrors errors;

    FunnelReading(FunnelRequest request, Filters filters, RequestErrors errors) {
        this.request = request;
        this.filters = filters;
        this.errors = errors;
    }

    Funnel read() {
        var by = by();
        var steps = steps(by);
        var range = TimeRange.of(request.from(), request.to(), errors);
        TimeRange.checkZone(request.zone(), errors);
        if (request.holdConstant() != null && !request.holdConstant().equals("booking")) {
            errors.invalid("/holdConstant", "can be booking");
        }
        var order = order();
        var optional = optional();
        return new Funnel(
                steps,
                optional,
                order,
                TimeRange.millis(request.window(), "/window", WINDOW, errors),
                by,
                filters.events(request.filter(), "/filter"),
                filters.people(request.filter(), "/filter"),
                range.from(),
                range.to(),
                exclusions(order, steps.size(), optional),
                request.holdConstant() != null,
                filters.property(request.breakdown(), "/breakdown").orElse(null));
    }

    private List<EventFilter> steps(Funnel.Unit by) {
        var steps = new ArrayList<EventFilter>();
        var asked = request.steps();
        if (asked == null || asked.isEmpty() || asked.size() > Funnel.MAX_STEPS) {
            errors.invalid("/steps", "must have 1 to %d steps".formatted(Funnel.MAX_STEPS));
            return steps;
        }
        for (int i = 0; i < asked.size(); i++) {
            var pointer = "/steps/" + i;
            var step = asked.get(i);
            if (step == null) {
                errors.invalid(pointer, "must be a step");
                continue;
            }
            var type = filters.event(step.event(), pointer + "/event");
            if (by == Funnel.Unit.BOOKING && type.isPresent() && !carriesBooking(type.get())) {
                errors.invalid(pointer + "/event", "carries no booking, which a funnel by booking needs");
            }
            var filter = filters.eventsOnly(step.filter(), pointer + "/filter");
            type.ifPresent(event -> steps.add(filter.and(event)));
        }
        return steps;
    }

    private static boolean carriesBooking(JourneyEventType type) {
        return switch (type) {
            case DISCOVERED, INTERACTED -> false;
            case BOOKED, RESCHEDULED, CANCELLED, CHECKED_IN, CALLED, SERVED, NO_SHOW, REVIEWED -> true;
        };
    }

    private Funnel.Order order() {
        return switch (request.order()) {
            case "sequential" -> Funnel.Order.SEQUENTIAL;
            case "strict" -> Funnel.Order.STRICT;
            case "any" -> Funnel.Order.ANY;
            case null -> Funnel.Order.SEQUENTIAL;
            default -> {
                errors.invalid("/order", "can be sequential, strict or any");
                yield Funnel.Order.SEQUENTIAL;
            }
        };
    }

    private Funnel.Unit by() {
        return switch (request.by()) {
            case "booking" -> Funnel.Unit.BOOKING;
            case "attempt" -> Funnel.Unit.ATTEMPT;
            case "customer" -> Funnel.Unit.CUSTOMER;
            case null -> Funnel.Unit.CUSTOMER;
            default -> {
                errors.invalid("/by", "can be customer, booking or attempt");
                yield Funnel.Unit.CUSTOMER;
            }
        };
    }

    private Set<Integer> optional() {
        var optional = new HashSet<Integer>();
        var asked = request.steps() == null ? List.<FunnelRequest.@Nullable Step>of() : request.steps();
        for (int i = 0; i < asked.size(); i++) {
            var step = asked.get(i);
            if (step == null || !Boolean.TRUE.equals(step.optional())) {
                continue;
            }
            if (i == 0) {
                errors.invalid("/steps/0/optional", "the first step is where everybody is counted, so it is required");
            } else {
                optional.add(i);
            }
        }
        return optional;
    }

    private List<Funnel.Exclusion> exclusions(Funnel.Order order, int steps, Set<Integer> optional) {
        var exclusions = new ArrayList<Funnel.Exclusion>();
        var asked = request.exclude();
        if (asked == null) {
            return exclusions;
        }
        if (order == Funnel.Order.ANY && !asked.isEmpty()) {
            errors.invalid("/exclude", "lies between two steps, and in any order no step is before another");
            return exclusions;
        }
        if (asked.size() > Funnel.MAX_EXCLUSIONS) {
            errors.invalid("/exclude", "can have at most %d".formatted(Funnel.MAX_EXCLUSIONS));
            return exclusions;
        }
        for (int i = 0; i < asked.size(); i++) {
            var pointer = "/exclude/" + i;
            var exclusion = asked.get(i);
            if (exclusion == null) {
                errors.invalid(pointer, "must be an exclusion");
                continue;
            }
            var type = filters.event(exclusion.event(), pointer + "/event");
            var filter = filters.eventsOnly(exclusion.filter(), pointer + "/filter");
            int after = exclusion.afterStep() == null ? 0 : exclusion.afterStep();
            int before = exclusion.beforeStep() == null ? 0 : exclusion.beforeStep();
            if (after < 1 || after >= steps) {
                errors.invalid(pointer + "/afterStep", "must be a step before the last, counted from 1");
            } else if (before <= after || before > steps) {
                errors.invalid(pointer + "/beforeStep", "must be a step behind afterStep");
            } else if (optional.contains(after - 1)) {
                errors.invalid(pointer + "/afterStep", OPTIONAL);
            } else if (optional.contains(before - 1)) {
                errors.invalid(pointer + "/beforeStep", OPTIONAL);
            } else {
                type.ifPresent(event -> exclusions.add(new Funnel.Exclusion(filter.and(event), after, before)));
            }
        }
        return exclusions;
    }
}
