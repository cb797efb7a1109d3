package io.journey360.analytics.funnel;

import io.journey360.analytics.durations.Distribution;
import io.journey360.analytics.durations.Durations;
import io.journey360.analytics.filter.EventGroups;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers funnels from a snapshot of the index. */
public final class FunnelEngine {

    /** Values of a breakdown that are shown by themselves. */
    static final int MAX_GROUPS = 50;

    private FunnelEngine() {}

    /** @param asOfMillis units whose window has not ended by then may still go on */
    public static FunnelResult run(Snapshot snapshot, Query query, Funnel funnel, long asOfMillis) {
        var prepared = PreparedFunnel.of(snapshot, funnel, asOfMillis);
        var counted = PlainRuns.answers(prepared)
                ? snapshot.scanRuns(query, funnel.people(), () -> new PlainRuns(snapshot, query, prepared)).stream()
                        .map(PlainRuns::counting)
                        .toList()
                : oneByOne(snapshot, query, prepared);
        var whole = result(
                query,
                prepared,
                counted.stream()
                        .flatMap(counting -> counting.tallies().stream())
                        .toList(),
                List.of());
        return prepared.groups == null
                ? whole
                : new FunnelResult(whole.steps(), whole.open(), byGroup(query, prepared, counted, prepared.groups));
    }

    /** Whatever the funnel. */
    static List<FunnelCounting> oneByOne(Snapshot snapshot, Query query, PreparedFunnel prepared) {
        var counted = new ArrayList<FunnelCounting>();
        snapshot.scan(query, prepared.by(), prepared.funnel.people(), () -> {
            var counting = new FunnelCounting(prepared);
            synchronized (counted) {
                counted.add(counting);
            }
            return new FunnelVisitor(query, prepared, counting);
        });
        return counted;
    }

    private static List<FunnelResult.Group> byGroup(
            Query query, PreparedFunnel prepared, List<FunnelCounting> counted, EventGroups groups) {
        var tallies = new HashMap<Integer, List<Tally>>();
        for (var counting : counted) {
            counting.groups()
                    .forEach((group, tally) -> tallies.computeIfAbsent(group, g -> new ArrayList<>())
                            .add(tally));
        }
        var largestFirst = new ArrayList<Map.Entry<Integer, List<Tally>>>(tallies.entrySet());
        largestFirst.sort(Comparator.comparingLong((Map.Entry<Integer, List<Tally>> group) -> -units(group.getValue()))
                .thenComparing(Map.Entry::getKey, groups.order()));
        var results = new ArrayList<FunnelResult.Group>();
        var rest = new ArrayList<Tally>();
        for (var group : largestFirst) {
            if (results.size() < MAX_GROUPS) {
                results.add(new FunnelResult.Group(
                        groups.value(group.getKey()), false, result(query, prepared, group.getValue(), List.of())));
            } else {
                rest.addAll(group.getValue());
            }
        }
        if (!rest.isEmpty()) {
            results.add(new FunnelResult.Group(null, true, result(query, prepared, rest, List.of())));
        }
        return results;
    }

    private static long units(Collection<Tally> tallies) {
        return tallies.stream().mapToLong(Tally::units).sum();
    }

    private static FunnelResult result(
            Query query, PreparedFunnel prepared, List<Tally> tallies, List<FunnelResult.Group> groups) {
        int required = prepared.required.length;
        int steps = required + prepared.optional.length;
        var times = distributions(
                query,
                steps,
                number -> tallies.stream()
                        .map(tally -> number < required ? tally.times[number] : tally.optionalTimes[number - required])
                        .toList());
        var counts = new long[steps];
        long count = 0;
        for (int number = required; number >= 1; number--) {
            for (var tally : tallies) {
                count += tally.furthest[number];
            }
            counts[prepared.required[number - 1]] = count;
        }
        var results = new ArrayList<FunnelResult.Step>();
        for (int step = 0; step < steps; step++) {
            int optional = PreparedFunnel.number(prepared.optional, step);
            if (optional < 0) {
                int number = PreparedFunnel.number(prepared.required, step);
                results.add(new FunnelResult.Step(counts[step], times.get(number)));
            } else {
                long taken = tallies.stream()
                        .mapToLong(tally -> tally.optionalTimes[optional].size())
                        .sum();
                results.add(new FunnelResult.Step(taken, times.get(required + optional)));
            }
        }
        long open = tallies.stream().mapToLong(tally -> tally.open).sum();
        return new FunnelResult(results, open, groups);
    }

    /** By number, on as many threads as the query has. */
    private static Map<Integer, @Nullable Distribution> distributions(
            Query query, int count, Function<Integer, List<Durations>> durations) {
        final class Summing implements Query.Worker {
            final Map<Integer, @Nullable Distribution> found = new HashMap<>();

            @Override
            public void part(int number) {
                found.put(number, Distribution.of(durations.apply(number)));
            }
        }
        var all = new HashMap<Integer, @Nullable Distribution>();
        query.run(count, Summing::new).forEach(worker -> all.putAll(worker.found));
        return all;
    }
}
