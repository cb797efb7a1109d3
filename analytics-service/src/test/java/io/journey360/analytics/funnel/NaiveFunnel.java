package io.journey360.analytics.funnel;

import io.journey360.analytics.filter.Attribute;
import io.journey360.analytics.filter.Condition;
import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.Property;
import io.journey360.analytics.funnel.RandomLog.Happening;
import io.journey360.events.Persons;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The definition of a funnel, word by word: every chain of every unit is tried. */
final class NaiveFunnel {

    static final Comparator<Happening> ORDER = Comparator.comparingLong(Happening::time)
            .thenComparing(happening -> happening.event().type())
            .thenComparing(Happening::position);

    /**
     * What became of a unit that reached the first step.
     *
     * @param chain the canonical chain's events by required step
     * @param sorted the same in the order of the unit
     * @param optional by optional step, what it took
     * @param times by step of all, in milliseconds from the one before; null where not reached
     */
    record Outcome(
            List<Happening> unit,
            List<Happening> chain,
            List<Happening> sorted,
            List<@Nullable Happening> optional,
            List<@Nullable Long> times,
            boolean open,
            @Nullable Object group) {

        /** Whether a step, of all, was reached. */
        boolean reached(int step) {
            return step == 0 || times.get(step) != null;
        }
    }

    private final Funnel funnel;
    private final List<Integer> required = new ArrayList<>();

    /** Filters by number: of all steps, and then of exclusions. */
    private final List<EventFilter> filters = new ArrayList<>();

    /** By position, a bit per filter that selects the event. */
    private final Map<Long, Long> selected = new ConcurrentHashMap<>();

    private final List<Integer> optional = new ArrayList<>();
    private final long asOf;

    NaiveFunnel(Funnel funnel, long asOf) {
        this.funnel = funnel;
        this.asOf = asOf;
        filters.addAll(funnel.steps());
        funnel.exclusions().forEach(exclusion -> filters.add(exclusion.filter()));
        for (int step = 0; step < funnel.steps().size(); step++) {
            if (funnel.optional().contains(step)) {
                optional.add(step);
            } else {
                required.add(step);
            }
        }
    }

    private boolean matches(Happening happening, int filter) {
        long bits = selected.computeIfAbsent(happening.position(), position -> {
            long found = 0;
            for (int i = 0; i < filters.size(); i++) {
                found |= matches(happening, filters.get(i)) ? 1L << i : 0;
            }
            return found;
        });
        return (bits >>> filter & 1) != 0;
    }

    List<Outcome> outcomes(Collection<Happening> happenings, Persons persons, long position) {
        return units(happenings, persons, position).parallelStream()
                .map(this::outcome)
                .filter(Objects::nonNull)
                .map(Outcome.class::cast)
                .toList();
    }

    Collection<List<Happening>> units(Collection<Happening> happenings, Persons persons, long position) {
        var units = new LinkedHashMap<Object, List<Happening>>();
        for (var happening : happenings) {
            if (happening.position() > position
                    || happening.takenBack() <= position
                    || !matches(happening, funnel.filter())) {
                continue;
            }
            var person = persons.personOf(happening.event().moment().identity());
            if (!funnel.people().include(persons.identitiesOf(person))) {
                continue;
            }
            Object unit = person;
            if (funnel.by() == Funnel.Unit.BOOKING) {
                unit = happening.booking() == null
                        ? null
                        : List.of(happening.event().moment().source(), happening.booking());
            }
            if (unit != null) {
                units.computeIfAbsent(unit, u -> new ArrayList<>()).add(happening);
            }
        }
        units.values().forEach(unit -> unit.sort(ORDER));
        return funnel.by() == Funnel.Unit.ATTEMPT ? attempts(units.values()) : units.values();
    }

    private List<List<Happening>> attempts(Collection<List<Happening>> units) {
        var attempts = new ArrayList<List<Happening>>();
        for (var unit : units) {
            List<Happening> attempt = null;
            for (var happening : unit) {
                if (matches(happening, required.getFirst())) {
                    attempt = new ArrayList<>();
                    attempts.add(attempt);
                }
                if (attempt != null) {
                    attempt.add(happening);
                }
            }
        }
        return attempts;
    }

    static boolean matches(Happening happening, EventFilter filter) {
        return filter.dimensions().entrySet().stream()
                        .allMatch(entry -> selects(entry.getValue(), happening, entry.getKey()))
                && filter.attributes().entrySet().stream()
                        .allMatch(entry -> selects(entry.getValue(), happening, new Attribute(entry.getKey())));
    }

    private static boolean selects(Condition condition, Happening happening, Property property) {
        return condition.test(
                value(happening, property) instanceof BigDecimal number
                        ? number.stripTrailingZeros()
                        : value(happening, property));
    }

    private static @Nullable Object value(Happening happening, Property property) {
        var moment = happening.event().moment();
        return switch (property) {
            case Dimension dimension ->
                switch (dimension) {
                    case EVENT -> happening.event().type().wireName();
                    case ACTION -> happening.action();
                    case CHANNEL -> moment.channel();
                    case SOURCE -> moment.source();
                    case TOUCHPOINT, SERVICE, LOCATION -> throw new IllegalArgumentException("Nobody has one");
                };
            case Attribute attribute ->
                moment.attributes().get(attribute.name()) instanceof Number number
                        ? new BigDecimal(number.toString()).stripTrailingZeros().setScale(0)
                        : moment.attributes().get(attribute.name());
        };
    }

    @Nullable Outcome outcome(List<Happening> unit) {
        var chain = canonical(unit);
        if (chain.isEmpty()) {
            return null;
        }
        var sorted = chain.stream().sorted(ORDER).toList();
        var taken = optional(unit, chain, sorted);
        var times = new ArrayList<@Nullable Long>();
        int next = 0;
        int nextOptional = 0;
        for (int step = 0; step < funnel.steps().size(); step++) {
            if (!funnel.optional().contains(step)) {
                var of = funnel.order() == Funnel.Order.ANY ? sorted : chain;
                times.add(
                        next == 0 || next >= chain.size()
                                ? null
                                : of.get(next).time() - of.get(next - 1).time());
                next++;
            } else {
                var event = taken.get(nextOptional++);
                times.add(event == null ? null : event.time() - before(event, next, chain, sorted));
            }
        }
        boolean open = chain.size() < required.size()
                && unit.stream()
                        .anyMatch(h -> (funnel.order() == Funnel.Order.ANY
                                        ? required.stream().anyMatch(step -> matches(h, step))
                                        : matches(h, required.getFirst()))
                                && h.time() >= funnel.from()
                                && h.time() < funnel.to()
                                && asOf - h.time() <= funnel.windowMillis());
        var breakdown = funnel.breakdown();
        return new Outcome(
                unit, chain, sorted, taken, times, open, breakdown == null ? null : value(chain.getFirst(), breakdown));
    }

    private long before(Happening event, int requiredBefore, List<Happening> chain, List<Happening> sorted) {
        return funnel.order() == Funnel.Order.ANY
                ? sorted.stream()
                        .mapToLong(Happening::time)
                        .filter(time -> time <= event.time())
                        .max()
                        .orElseThrow()
                : chain.get(requiredBefore - 1).time();
    }

    private List<@Nullable Happening> optional(List<Happening> unit, List<Happening> chain, List<Happening> sorted) {
        var taken = new ArrayList<@Nullable Happening>();
        for (int step : optional) {
            int before = (int) IntStream.range(0, step)
                    .filter(other -> !funnel.optional().contains(other))
                    .count();
            taken.add(
                    before > chain.size()
                            ? null
                            : unit.stream()
                                    .filter(h -> matches(h, step))
                                    .filter(h -> !chain.contains(h) && !taken.contains(h))
                                    .filter(h -> between(h, before, unit, chain, sorted))
                                    .filter(h -> agrees(h, chain, taken))
                                    .findFirst()
                                    .orElse(null));
        }
        return taken;
    }

    /** @param before number of required steps before the optional one */
    private boolean between(
            Happening h, int before, List<Happening> unit, List<Happening> chain, List<Happening> sorted) {
        long start = sorted.getFirst().time();
        if (funnel.order() == Funnel.Order.ANY) {
            return h.time() >= start && h.time() - start <= funnel.windowMillis();
        }
        var previous = chain.get(before - 1);
        return h.time() >= previous.time()
                && (before < chain.size()
                        ? h.time() <= chain.get(before).time()
                        : h.time() - start <= funnel.windowMillis())
                && (funnel.order() != Funnel.Order.STRICT || !anyBetween(unit, previous, h, other -> true));
    }

    private boolean agrees(Happening h, List<Happening> chain, List<@Nullable Happening> taken) {
        if (!funnel.holdBooking()) {
            return true;
        }
        var all = new ArrayList<@Nullable Happening>(chain);
        all.addAll(taken);
        all.add(h);
        return bookingsAgree(all);
    }

    private static boolean bookingsAgree(List<@Nullable Happening> events) {
        return events.stream()
                        .filter(Objects::nonNull)
                        .filter(h -> h.booking() != null)
                        .map(h -> List.of(h.event().moment().source(), Objects.requireNonNull(h.booking())))
                        .distinct()
                        .count()
                <= 1;
    }

    List<Happening> canonical(List<Happening> unit) {
        List<Happening> longest = List.of();
        for (int length = 1; length <= required.size(); length++) {
            var best = new ArrayList<Happening>();
            extend(unit, length, new ArrayList<>(), best);
            if (best.isEmpty()) {
                break;
            }
            longest = best;
        }
        return longest;
    }

    private void extend(List<Happening> unit, int length, List<Happening> chain, List<Happening> best) {
        if (chain.size() == length) {
            if (valid(chain, unit) && (best.isEmpty() || comesFirst(chain, best))) {
                best.clear();
                best.addAll(chain);
            }
            return;
        }
        for (var next : unit) {
            if (matches(next, required.get(chain.size()))
                    && !chain.contains(next)
                    && (funnel.order() == Funnel.Order.ANY
                            || chain.isEmpty()
                            || chain.getLast().time() <= next.time())) {
                chain.add(next);
                extend(unit, length, chain, best);
                chain.removeLast();
            }
        }
    }

    private boolean valid(List<Happening> chain, List<Happening> unit) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (var event : chain) {
            start = Math.min(start, event.time());
            end = Math.max(end, event.time());
        }
        if (start < funnel.from() || start >= funnel.to() || end - start > funnel.windowMillis()) {
            return false;
        }
        if (funnel.order() == Funnel.Order.STRICT) {
            for (int i = 1; i < chain.size(); i++) {
                if (anyBetween(unit, chain.get(i - 1), chain.get(i), h -> true)) {
                    return false;
                }
            }
        }
        for (int i = 0; i < funnel.exclusions().size(); i++) {
            var exclusion = funnel.exclusions().get(i);
            int filter = funnel.steps().size() + i;
            int after = chained(exclusion.after());
            int before = chained(exclusion.before());
            if (chain.size() >= before
                    && anyBetween(unit, chain.get(after - 1), chain.get(before - 1), h -> matches(h, filter))) {
                return false;
            }
        }
        return !funnel.holdBooking() || bookingsAgree(List.copyOf(chain));
    }

    /** The number, from 1, that a step has among the required ones. */
    private int chained(int step) {
        int number = 0;
        for (int i = 0; i < step; i++) {
            number += funnel.optional().contains(i) ? 0 : 1;
        }
        return number;
    }

    private static boolean anyBetween(List<Happening> unit, Happening a, Happening b, Predicate<Happening> which) {
        for (var h : unit) {
            if (h.time() > a.time() && h.time() < b.time() && which.test(h)) {
                return true;
            }
        }
        return false;
    }

    private boolean comesFirst(List<Happening> chain, List<Happening> other) {
        var sorted = funnel.order() == Funnel.Order.ANY
                ? chain.stream().sorted(ORDER).toList()
                : chain;
        var otherSorted = funnel.order() == Funnel.Order.ANY
                ? other.stream().sorted(ORDER).toList()
                : other;
        var times = sorted.stream().mapToLong(Happening::time).toArray();
        var otherTimes = otherSorted.stream().mapToLong(Happening::time).toArray();
        int last = times.length - 1;
        if (times[last] != otherTimes[last]) {
            return times[last] < otherTimes[last];
        }
        if (times[0] != otherTimes[0]) {
            return times[0] > otherTimes[0];
        }
        int byTimes = Arrays.compare(times, otherTimes);
        if (byTimes != 0) {
            return byTimes < 0;
        }
        if (funnel.order() == Funnel.Order.ANY && !sorted.equals(otherSorted)) {
            return compare(sorted, otherSorted) < 0;
        }
        return compare(chain, other) < 0;
    }

    private static int compare(List<Happening> events, List<Happening> others) {
        for (int i = 0; i < events.size(); i++) {
            int order = ORDER.compare(events.get(i), others.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
