package io.journey360.analytics.generation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which generations of a view exist. Every replica reads it; it is only ever replaced by compare-and-set on its revision.
 *
 * @param active the generation that is read
 * @param activeVersion the view's version when the active generation was begun
 * @param last the highest generation ever begun: numbers are never used twice
 * @param building written beside the active one until it takes over
 * @param retired were active once, and are kept for a while for readers that began with them
 * @param ended the last rebuild that is over
 */
record Control(
        String view,
        long revision,
        int active,
        int activeVersion,
        int last,
        @Nullable Building building,
        List<Retired> retired,
        @Nullable Ended ended) {

    /** @param requested whether somebody asked for it, so that everything derived is to be rebuilt, not these documents only */
    record Building(int generation, int version, boolean requested, Instant startedAt) {}

    record Retired(int generation, Instant at) {}

    record Ended(int generation, Outcome outcome, Instant startedAt, Instant finishedAt) {}

    enum Outcome {
        DONE,
        CANCELLED
    }

    static Control first(String view, int version) {
        return new Control(view, 1, 1, version, 1, null, List.of(), null);
    }

    /** Begins to build; only when nothing is being built. */
    Control build(int version, boolean requested, Instant now) {
        return new Control(
                view,
                revision + 1,
                active,
                activeVersion,
                last + 1,
                new Building(last + 1, version, requested, now),
                retired,
                ended);
    }

    /** What was being built is read from now on. */
    Control switchOver(Building built, Instant now) {
        var old = new ArrayList<>(retired);
        old.add(new Retired(active, now));
        return new Control(
                view,
                revision + 1,
                built.generation(),
                built.version(),
                last,
                null,
                List.copyOf(old),
                new Ended(built.generation(), Outcome.DONE, built.startedAt(), now));
    }

    /** What was being built will never be read. It counts as retired long ago, so it goes at once. */
    Control cancel(Building built, Instant now) {
        var old = new ArrayList<>(retired);
        old.add(new Retired(built.generation(), Instant.EPOCH));
        return new Control(
                view,
                revision + 1,
                active,
                activeVersion,
                last,
                null,
                List.copyOf(old),
                new Ended(built.generation(), Outcome.CANCELLED, built.startedAt(), now));
    }

    Control forget(int generation) {
        return new Control(
                view,
                revision + 1,
                active,
                activeVersion,
                last,
                building,
                retired.stream().filter(r -> r.generation() != generation).toList(),
                ended);
    }

    OptionalInt buildingGeneration() {
        return building == null ? OptionalInt.empty() : OptionalInt.of(building.generation());
    }

    boolean holds(int generation) {
        return IntStream.concat(IntStream.of(active), retired.stream().mapToInt(Retired::generation))
                .anyMatch(held -> held == generation);
    }
}
