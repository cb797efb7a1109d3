package io.journey360.analytics.funnel;

import io.journey360.analytics.durations.Durations;
import io.journey360.analytics.durations.Summary;
import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers funnels from a snapshot of the index. */
public final class FunnelEngine {

    /** Values of a breakdown that are shown by themselves. */
    static final int MAX_GROUPS = 50;

    private FunnelEngine() {}

    /** @param asOfMillis units whose window has not ended by then may still go on */
    public static FunnelResult run(Snapshot snapshot, Query query, Funnel funnel, long asOfMillis) {
        var filters = new ArrayList<>(funnel.steps());
        funnel.exclusions().forEach(exclusion -> filters.add(exclusion.filter()));
        if (funnel.order() == Funnel.Order.STRICT) {
            filters.add(EventFilter.ALL);
        }
        var masks = EventMasks.of(snapshot, funnel.filter(), filters);
        var groups = funnel.breakdown() == null ? null : Groups.of(snapshot, funnel.breakdown());
        long openSince = asOfMillis - funnel.windowMillis();
        var by = funnel.by() == Funnel.Unit.BOOKING ? Snapshot.By.BOOKING : Snapshot.By.PERSON;
        var visitors = snapshot.scan(
                query,
                by,
                funnel.people(),
                () -> new FunnelVisitor(query, funnel, masks, openSince, Groups.ofKind(groups)));
        int steps = funnel.steps().size();
        var whole =
                result(query, steps, visitors.stream().map(FunnelVisitor::tally).toList(), List.of());
        return groups == null
                ? whole
                : new FunnelResult(whole.steps(), whole.open(), byGroup(query, steps, visitors, groups));
    }

    private record Groups(List<@Nullable String> values, int[] ofKind) {

        static Groups of(Snapshot snapshot, Dimension dimension) {
            var numbers = new HashMap<@Nullable String, Integer>();
            var values = new ArrayList<@Nullable String>();
            var kinds = snapshot.kinds();
            var ofKind = new int[kinds.size()];
            for (int code = 0; code < ofKind.length; code++) {
                var value = dimension.of(kinds.value(code));
                var number = numbers.get(value);
                if (number == null) {
                    number = values.size();
                    numbers.put(value, number);
                    values.add(value);
                }
                ofKind[code] = number;
            }
            return new Groups(values, ofKind);
        }

        static int @Nullable [] ofKind(@Nullable Groups groups) {
            return groups == null ? null : groups.ofKind;
        }
    }

    private static List<FunnelResult.Group> byGroup(
            Query query, int steps, List<FunnelVisitor> visitors, Groups groups) {
        var tallies = new HashMap<Integer, List<Tally>>();
        for (var visitor : visitors) {
            visitor.groups()
                    .forEach((group, tally) -> tallies.computeIfAbsent(group, g -> new ArrayList<>())
                            .add(tally));
        }
        var largestFirst = new ArrayList<Map.Entry<Integer, List<Tally>>>(tallies.entrySet());
        largestFirst.sort(Comparator.comparingLong((Map.Entry<Integer, List<Tally>> group) -> -units(group.getValue()))
                .thenComparing(
                        group -> groups.values().get(group.getKey()), Comparator.nullsLast(Comparator.naturalOrder())));
        var results = new ArrayList<FunnelResult.Group>();
        var rest = new ArrayList<Tally>();
        for (var group : largestFirst) {
            if (results.size() < MAX_GROUPS) {
                results.add(new FunnelResult.Group(
                        groups.values().get(group.getKey()), false, result(query, steps, group.getValue(), List.of())));
            } else {
                rest.addAll(group.getValue());
            }
        }
        if (!rest.isEmpty()) {
            results.add(new FunnelResult.Group(null, true, result(query, steps, rest, List.of())));
        }
        return results;
    }

    private static long units(Collection<Tally> tallies) {
        return tallies.stream().mapToLong(Tally::units).sum();
    }

    private static FunnelResult result(Query query, int steps, List<Tally> tallies, List<FunnelResult.Group> groups) {
        final class Summing implements Query.Worker {
            final Map<Integer, Summary> summaries = new HashMap<>();

            @Override
            public void part(int number) {
                var times = new ArrayList<Durations>();
                tallies.forEach(tally -> times.add(tally.times[number + 1]));
                var summary = Summary.of(times);
                if (summary != null) {
                    summaries.put(number + 1, summary);
                }
            }
        }
        var summaries = new HashMap<Integer, Summary>();
        query.run(steps - 1, Summing::new).forEach(worker -> summaries.putAll(worker.summaries));
        var results = new ArrayList<FunnelResult.Step>();
        long count = 0;
        for (int step = steps; step >= 1; step--) {
            for (var tally : tallies) {
                count += tally.furthest[step];
            }
            results.addFirst(new FunnelResult.Step(count, summaries.get(step - 1)));
        }
        long open = tallies.stream().mapToLong(tally -> tally.open).sum();
        return new FunnelResult(results, open, groups);
    }
}
