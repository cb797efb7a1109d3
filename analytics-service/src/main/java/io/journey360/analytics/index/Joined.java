package io.journey360.analytics.index;

import java.util.Arrays;

/**
 * Events of persons of several identities, brought together beforehand: gathering them from as many places as a person has
 * identities is most of what a scan over them costs. Each covers a range of linked identities and shows what the index held
 * when it was made; who has changed since is found out by {@link Links#changes}.
 */
final class Joined {

    /** Linked identities that one covers, by their numbers in {@link Links}. */
    static final int NUMBERS = 4096;

    private static final long NEVER = Long.MAX_VALUE;

    /** The range begins at a multiple of {@link #NUMBERS} and ends here. */
    final int upTo;

    /** Changes up to this one are in it. */
    final long change;

    /** By number from the range's first, since which log position it belongs to its person; never, if it is not to be taken from here. */
    final long[] since;

    final long maxSince;

    /** How many persons there are. */
    final int persons;

    /** The numbers that persons are found at, ascending. */
    final int[] numbers;

    final int[] offsets;
    final char[] traits;
    final Columns rows;
    final long maxPosition;

    private Joined(
            int upTo,
            long change,
            long[] since,
            int persons,
            int[] numbers,
            int[] offsets,
            char[] traits,
            Columns rows) {
        this.upTo = upTo;
        this.change = change;
        this.since = since;
        this.persons = persons;
        this.numbers = numbers;
        this.offsets = offsets;
        this.traits = traits;
        this.rows = rows;
        this.maxSince = Arrays.stream(since).filter(s -> s != NEVER).max().orElse(0);
        long max = 0;
        for (long position : rows.positions) {
            max = Math.max(max, position);
        }
        this.maxPosition = max;
    }

    /** To be made by the writer, of a snapshot of everything it has added. */
    static Joined of(Snapshot snapshot, int from, long change) {
        return new Making(snapshot, from, Math.min(snapshot.linkedIdentities(), from + NUMBERS)).made(change);
    }

    /** Whether the person of a number is the same at a position as it is here. */
    boolean holds(int number, long position) {
        return since[number & NUMBERS - 1] <= position;
    }

    long bytes() {
        return 8L * since.length + 10L * numbers.length + rows.runBytes();
    }

    private static final class Making implements Visitor {

        private final Snapshot snapshot;
        private final int from;
        private final int to;
        private final Walk walk;
        private final Traits finding;
        private Columns rows;
        private int[] numbers;
        private int[] offsets;
        private char[] traits;
        private int persons;
        private int number;

        Making(Snapshot snapshot, int from, int to) {
            this.snapshot = snapshot;
            this.from = from;
            this.to = to;
            walk = new Walk(snapshot, this);
            finding = new Traits(snapshot.kinds());
            rows = Columns.ofRuns(2 * (to - from), snapshot.withAttributes());
            numbers = new int[to - from];
            offsets = new int[to - from + 1];
            traits = new char[to - from];
        }

        Joined made(long change) {
            var since = new long[to - from];
            for (number = from; number < to; number++) {
                var group = snapshot.links().at(number, snapshot.position());
                if (group == null || anyHidden(group.members())) {
                    since[number - from] = NEVER;
                } else {
                    since[number - from] = group.since();
                    if (group.members()[0] == number) {
                        walk.person(number, group);
                    }
                }
            }
            return new Joined(
                    to,
                    change,
                    since,
                    persons,
                    Arrays.copyOf(numbers, persons),
                    Arrays.copyOf(offsets, persons + 1),
                    Arrays.copyOf(traits, persons),
                    rows.resizedForRuns(offsets[persons]));
        }

        /** What is hidden now was to be seen before. */
        private boolean anyHidden(int[] members) {
            for (int member : members) {
                long high = snapshot.links().high(member);
                var shard = snapshot.shard(JourneyIndex.shardOf(high));
                if (shard.anyHidden(
                        shard.base().linkedAt(snapshot.links().local(member)),
                        shard.inDelta(high, snapshot.links().low(member)))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void person(Person person, Columns of, int first, int end) {
            int at = offsets[persons];
            int filled = at + end - first;
            if (filled > rows.capacity()) {
                rows = rows.resizedForRuns(Math.max(filled, rows.capacity() * 2));
            }
            rows.copyRunRows(at, of, first, end - first);
            numbers[persons] = number;
            traits[persons] = finding.of(of, first, end);
            offsets[++persons] = filled;
        }
    }
}
