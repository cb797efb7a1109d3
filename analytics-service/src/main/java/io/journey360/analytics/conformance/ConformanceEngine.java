package io.journey360.analytics.conformance;

import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.conformance.ConformanceTally.Count;
import io.journey360.analytics.conformance.ConformanceTally.Measured;
import io.journey360.analytics.conformance.ConformanceTally.Passage;
import io.journey360.analytics.durations.Summary;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers questions about conformance from a snapshot of the index. */
final class ConformanceEngine {

    static final int BUCKETS = 11;

    private final Conformance question;
    private final MapModel model;
    private final List<ConformanceTally> tallies;

    private ConformanceEngine(Conformance question, MapModel model, List<ConformanceTally> tallies) {
        this.question = question;
        this.model = model;
        this.tallies = tallies;
    }

    static ConformanceAnswer run(
            Snapshot snapshot,
            Query query,
            Conformance question,
            MapModel model,
            long openUntil,
            AsOf asOf,
            String explain) {
        var masks = masks(snapshot, question);
        var visitors = snapshot.scan(
                query,
                Snapshot.By.PERSON,
                question.people(),
                () -> new ConformanceVisitor<>(
                        question, snapshot, masks, model, openUntil, new ConformanceTally(model, question.by())));
        var tallies = visitors.stream().map(ConformanceVisitor::sink).toList();
        return new ConformanceEngine(question, model, tallies).answer(asOf, explain);
    }

    static EventMasks masks(Snapshot snapshot, Conformance question) {
        return EventMasks.of(snapshot, question.filter(), List.of(EventFilter.ALL));
    }

    /** The bucket a fitness falls into: tenths, and the last for 1 alone. */
    static int bucketOf(Measured unit) {
        return (int) (10 * (unit.worst() - unit.cost()) / unit.worst());
    }

    private ConformanceAnswer answer(AsOf asOf, String explain) {
        var units = new TreeMap<Measured, Long>(
                Comparator.comparingDouble(Measured::fitness).thenComparingLong(Measured::worst));
        tallies.forEach(
                tally -> tally.units().forEach((measured, count) -> units.merge(measured, count[0], Long::sum)));
        long cost = 0;
        long worst = 0;
        long all = 0;
        long conforming = 0;
        for (var unit : units.entrySet()) {
            long count = unit.getValue();
            cost += unit.getKey().cost() * count;
            worst += unit.getKey().worst() * count;
            all += count;
            conforming += unit.getKey().cost() == 0 ? count : 0;
        }
        var map = model.map();
        var total = sum(tallies.stream().map(ConformanceTally::all).toList());
        return new ConformanceAnswer(
                new ConformanceAnswer.Map(map.id(), map.version(), map.name()),
                question.by(),
                total.journeys(),
                total.people(),
                sum(tallies.stream().map(ConformanceTally::open).toList()).journeys(),
                sum(tallies.stream().map(ConformanceTally::outside).toList()).journeys(),
                all == 0 ? null : Alignment.fitness(cost, worst),
                conforming,
                all == 0 ? null : (double) conforming / all,
                all == 0 ? null : distribution(units, all),
                stages(),
                transitions(),
                asOf,
                explain);
    }

    private static ConformanceAnswer.Distribution distribution(TreeMap<Measured, Long> units, long all) {
        double sum = 0;
        var counts = new long[BUCKETS];
        for (var unit : units.entrySet()) {
            double fitness = unit.getKey().fitness();
            sum += fitness * unit.getValue();
            counts[bucketOf(unit.getKey())] += unit.getValue();
        }
        var buckets = new ArrayList<ConformanceAnswer.Bucket>();
        for (int i = 0; i < BUCKETS; i++) {
            buckets.add(new ConformanceAnswer.Bucket(i / 10.0, Math.min(10, i + 1) / 10.0, counts[i]));
        }
        return new ConformanceAnswer.Distribution(
                sum / all,
                percentile(units, all, 0.10),
                percentile(units, all, 0.25),
                percentile(units, all, 0.50),
                percentile(units, all, 0.75),
                percentile(units, all, 0.90),
                List.copyOf(buckets));
    }

    /** Interpolated linearly between the two closest values (Hyndman and Fan's type 7). */
    private static double percentile(Map<Measured, Long> units, long all, double share) {
        double rank = share * (all - 1);
        long below = (long) rank;
        double low = ranked(units, below);
        double high = ranked(units, Math.min(below + 1, all - 1));
        return low + (high - low) * (rank - below);
    }

    private static double ranked(Map<Measured, Long> units, long rank) {
        long seen = 0;
        for (var unit : units.entrySet()) {
            seen += unit.getValue();
            if (seen > rank) {
                return unit.getKey().fitness();
            }
        }
        throw new IllegalArgumentException("No rank " + rank + " among " + seen);
    }

    private List<ConformanceAnswer.Stage> stages() {
        var stages = new ArrayList<ConformanceAnswer.Stage>();
        for (int i = 0; i < model.stages(); i++) {
            var stage = model.map().stages().get(i);
            stages.add(new ConformanceAnswer.Stage(
                    stage.key(),
                    stage.name(),
                    stage.optional(),
                    count(StageFate.ENTERED, i),
                    count(StageFate.SKIPPED, i),
                    count(StageFate.REPEATED, i),
                    count(StageFate.OUT_OF_ORDER, i),
                    count(StageFate.NOT_REACHED, i)));
        }
        return List.copyOf(stages);
    }

    private ConformanceAnswer.Count count(StageFate fate, int stage) {
        var sum = sum(tallies.stream().map(tally -> tally.count(fate, stage)).toList());
        return new ConformanceAnswer.Count(sum.journeys(), sum.people());
    }

    /** In the map's order. */
    private List<ConformanceAnswer.Transition> transitions() {
        var transitions = new ArrayList<ConformanceAnswer.Transition>();
        for (int from = 0; from < model.stages(); from++) {
            for (int to = from + 1; to < model.stages(); to++) {
                var passages = new ArrayList<Passage>();
                for (var tally : tallies) {
                    var passage = tally.passage(from, to);
                    if (passage != null) {
                        passages.add(passage);
                    }
                }
                var times = Summary.of(passages.stream().map(Passage::durations).toList());
                if (times != null) {
                    transitions.add(transition(from, to, passages, times));
                }
            }
        }
        return List.copyOf(transitions);
    }

    private ConformanceAnswer.Transition transition(int from, int to, List<Passage> passages, Summary times) {
        var count = sum(passages.stream().map(Passage::count).toList());
        var expected = model.expected(from, to);
        long late = passages.stream().mapToLong(Passage::late).sum();
        return new ConformanceAnswer.Transition(
                model.map().stages().get(from).key(),
                model.map().stages().get(to).key(),
                count.journeys(),
                count.people(),
                expected == null ? null : expected.toMillis() / 1000.0,
                expected == null ? null : late,
                expected == null ? null : (double) late / count.journeys(),
                times.mean(),
                times.p50(),
                times.p90());
    }

    private static Count sum(List<Count> counts) {
        var sum = new Count();
        counts.forEach(sum::add);
        return sum;
    }
}
