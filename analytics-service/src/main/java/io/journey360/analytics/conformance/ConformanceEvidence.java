package io.journey360.analytics.conformance;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.query.Evidence;
import io.journey360.analytics.query.FigurePath;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/** Which journeys, people or transitions a figure is made of. */
final class ConformanceEvidence {

    private static final double MILLIS_PER_SECOND = 1000;

    /** Takes what a figure counts out of each journey. */
    @FunctionalInterface
    interface Part {
        ConformanceVisitor.Sink into(Evidence evidence);
    }

    private final ConformanceAnswer answer;
    private final MapModel model;

    ConformanceEvidence(ConformanceAnswer answer, MapModel model) {
        this.answer = answer;
        this.model = model;
    }

    Optional<Part> of(FigurePath path) {
        return switch (path.part(0)) {
            case "journeys", "people" ->
                path.size() == 1 ? Optional.of(journeys(EvaluatedJourney::isOnTheMap)) : Optional.empty();
            case "open" -> Optional.of(journeys(journey -> journey.isOnTheMap() && journey.isOpen()));
            case "outside" -> Optional.of(journeys(journey -> !journey.isOnTheMap()));
            case "fitness" -> Optional.of(units(measured -> true));
            case "conforming", "conformingShare" -> Optional.of(units(measured -> measured.cost() == 0));
            case "distribution" -> distribution(path);
            case "stages" -> stage(path);
            case "transitions" -> transition(path);
            default -> Optional.empty();
        };
    }

    private Optional<Part> distribution(FigurePath path) {
        if (path.is(1, "buckets")) {
            int bucket = path.index(2);
            return path.is(3, "count")
                    ? Optional.of(units(measured -> ConformanceEngine.bucketOf(measured) == bucket))
                    : Optional.empty();
        }
        return path.size() == 2 ? Optional.of(units(measured -> true)) : Optional.empty();
    }

    private Optional<Part> stage(FigurePath path) {
        int stage = path.index(1);
        if (stage < 0 || !path.is(3, "journeys") && !path.is(3, "people")) {
            return Optional.empty();
        }
        return switch (path.part(2)) {
            case "entered" -> Optional.of(stage(StageFate.ENTERED, stage));
            case "skipped" -> Optional.of(stage(StageFate.SKIPPED, stage));
            case "repeated" -> Optional.of(stage(StageFate.REPEATED, stage));
            case "outOfOrder" -> Optional.of(stage(StageFate.OUT_OF_ORDER, stage));
            case "notReached" -> Optional.of(stage(StageFate.NOT_REACHED, stage));
            default -> Optional.empty();
        };
    }

    private static Part stage(StageFate fate, int stage) {
        return journeys(journey -> journey.isOnTheMap() && journey.is(fate, stage));
    }

    private Optional<Part> transition(FigurePath path) {
        int index = path.index(1);
        if (index < 0) {
            return Optional.empty();
        }
        var transition = answer.transitions().get(index);
        int from = stage(transition.from());
        int to = stage(transition.to());
        return switch (path.part(2)) {
            case "count", "people", "meanSeconds", "p50Seconds", "p90Seconds" ->
                Optional.of(transitions(from, to, Long.MIN_VALUE));
            case "late", "lateShare" -> {
                var expected = model.expected(from, to);
                yield expected == null ? Optional.empty() : Optional.of(transitions(from, to, expected.toMillis()));
            }
            default -> Optional.empty();
        };
    }

    private int stage(String key) {
        for (int i = 0; i < model.stages(); i++) {
            if (model.map().stages().get(i).key().equals(key)) {
                return i;
            }
        }
        throw new IllegalArgumentException("No stage " + key);
    }

    /** Each with all of its events. */
    private static Part journeys(Predicate<EvaluatedJourney> counted) {
        return evidence -> new ConformanceVisitor.Sink() {

            @Override
            public void journey(Person person, Columns rows, EvaluatedJourney journey) {
                if (counted.test(journey)) {
                    evidence.add(person, rows, journey.rows(), journey.count(), Evidence.COUNTED);
                }
            }

            @Override
            public void end(Person person, Columns rows) {}
        };
    }

    private Part units(Predicate<ConformanceTally.Measured> counted) {
        return evidence -> new Units(evidence, counted, answer.by());
    }

    private static Part transitions(int from, int to, long longerThanMillis) {
        return evidence -> new ConformanceVisitor.Sink() {

            @Override
            public void journey(Person person, Columns rows, EvaluatedJourney journey) {
                if (journey.isOnTheMap()) {
                    journey.transitions(rows, (itsFrom, itsTo, fromRow, toRow, millis) -> {
                        if (itsFrom == from && itsTo == to && millis > longerThanMillis) {
                            evidence.add(person, rows, new int[] {fromRow, toRow}, 2, millis / MILLIS_PER_SECOND);
                        }
                    });
                }
            }

            @Override
            public void end(Person person, Columns rows) {}
        };
    }

    /** Journeys, or all journeys of a person together, with their fitness as the value. */
    private static final class Units implements ConformanceVisitor.Sink {

        private final Evidence evidence;
        private final Predicate<ConformanceTally.Measured> counted;
        private final Conformance.Unit by;
        private int[] at = new int[64];
        private int count;
        private long cost;
        private long worst;

        Units(Evidence evidence, Predicate<ConformanceTally.Measured> counted, Conformance.Unit by) {
            this.evidence = evidence;
            this.counted = counted;
            this.by = by;
        }

        @Override
        public void journey(Person person, Columns rows, EvaluatedJourney journey) {
            if (!journey.isOnTheMap()) {
                return;
            }
            if (count + journey.count() > at.length) {
                at = Arrays.copyOf(at, Math.max(at.length * 2, count + journey.count()));
            }
            System.arraycopy(journey.rows(), 0, at, count, journey.count());
            count += journey.count();
            cost += journey.cost();
            worst += journey.worst();
            if (by == Conformance.Unit.JOURNEY) {
                finish(person, rows);
            }
        }

        @Override
        public void end(Person person, Columns rows) {
            if (by == Conformance.Unit.CUSTOMER && count > 0) {
                finish(person, rows);
            }
        }

        private void finish(Person person, Columns rows) {
            var measured = new ConformanceTally.Measured(cost, worst);
            if (counted.test(measured)) {
                evidence.add(person, rows, at, count, measured.fitness());
            }
            count = 0;
            cost = 0;
            worst = 0;
        }
    }
}
