package io.journey360.analytics.index;

import io.journey360.events.IdentityKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thread's way through a snapshot, many persons at a time. Persons of one identity are shown where their rows lie in the
 * base, as far as the snapshot knows them; the few rows of others are merged one by one into a batch. What is many or hidden
 * goes the way of {@link Walk}.
 */
final class RunWalk {

    private static final int WORDS_PER_RUN = 16;
    private static final int PERSONS = 64 * WORDS_PER_RUN;
    private static final int BATCH = 8192;

    /** Rows of a person up to here are put in order by insertion. */
    private static final int FEW = 32;

    private final Snapshot snapshot;
    private final Query query;
    private final RunVisitor visitor;
    private final boolean withTraits;
    private final boolean withPositions;
    private final long position;
    private final Links links;
    private final Traits traits;
    private final Dictionary<Kind> kinds;
    private final Walk walk;
    private final Run run = new Run();

    private final int[] starts = new int[PERSONS];
    private final int[] ends = new int[PERSONS];
    private final char[] chosenTraits = new char[PERSONS];
    private int chosen;

    private final Columns batch;
    private final int[] offsets = new int[PERSONS + 1];
    private final char[] batchTraits = new char[PERSONS];
    private int batched;
    private int filled;
    private int first;

    RunWalk(Snapshot snapshot, Query query, RunVisitor visitor) {
        this.snapshot = snapshot;
        this.query = query;
        this.visitor = visitor;
        this.withTraits = visitor.looksAtTraits();
        this.withPositions = visitor.looksAtPositions();
        this.position = snapshot.position();
        this.links = snapshot.links();
        this.kinds = snapshot.kinds();
        this.traits = new Traits(kinds);
        this.batch = Columns.ofRuns(BATCH, snapshot.withAttributes());
        this.walk = new Walk(snapshot, query, (person, rows, from, to) -> append(rows, from, to), false);
    }

    /** All persons of one identity in a shard. */
    void shard(int number, LeftOut leftOut) {
        var shard = snapshot.shard(number);
        var passedOver = leftOut.inBase(number, shard.linked());
        var base = shard.base();
        boolean allKnown = base.maxPosition <= position;
        int runFrom = 0; // identities from here up to the word at hand are waiting to be shown as they lie
        for (int word = 0; word < base.touched.length; word++) {
            if (word % WORDS_PER_RUN == 0) {
                query.check();
                lie(base, runFrom, word * 64);
                runFrom = word * 64;
            }
            int from = word * 64;
            long all = base.identities - from >= 64 ? -1L : (1L << base.identities - from) - 1;
            long passed = passedOver == null ? 0 : passedOver[word];
            long touched = base.touched[word];
            if ((allKnown || withPositions) && (passed | touched) == 0) {
                continue;
            }
            lie(base, runFrom, from);
            runFrom = Math.min(base.identities, from + 64);
            for (long left = all & ~passed; left != 0; left &= left - 1) {
                int identity = from + Long.numberOfTrailingZeros(left);
                if ((touched & 1L << identity) != 0) {
                    one(shard, identity, shard.inDelta(base.highs[identity], base.lows[identity]));
                } else if (allKnown) {
                    choose(base.rows, base.offsets[identity], base.offsets[identity + 1], base.traits[identity]);
                } else if (!known(
                        base.rows, base.offsets[identity], base.offsets[identity + 1], base.traits[identity])) {
                    one(shard, identity, -1);
                }
            }
        }
        lie(base, runFrom, base.identities);
        showChosen(base.rows);
        for (int identity = 0; identity < shard.deltaIdentities(); identity++) {
            long high = shard.delta().high(identity);
            long low = shard.delta().low(identity);
            if (shard.deltaBaseIndexes()[identity] < 0 && !linked(high, low) && !leftOut.inDelta(number, identity)) {
                one(shard, -1, identity);
            }
        }
        showBatch();
    }

    private boolean linked(long high, long low) {
        int number = links.find(high, low);
        return number >= 0 && number < snapshot.linkedIdentities();
    }

    private void lie(Base base, int from, int to) {
        if (from < to) {
            visitor.persons(run.of(base.rows, base.offsets, base.traits, from, to - from)
                    .knownUpTo(base.maxPosition <= position ? Long.MAX_VALUE : position));
        }
    }

    private void choose(Columns rows, int from, int to, char itsTraits) {
        starts[chosen] = from;
        ends[chosen] = to;
        chosenTraits[chosen] = itsTraits;
        if (++chosen == PERSONS) {
            showChosen(rows);
        }
    }

    private void showChosen(Columns rows) {
        if (chosen > 0) {
            visitor.persons(run.of(rows, starts, 0, ends, 0, chosenTraits, 0, chosen));
            chosen = 0;
        }
    }

    /**
     * The rows that the snapshot knows already are mostly a person's first ones.
     *
     * @return false when they are not
     */
    private boolean known(Columns rows, int from, int to, char itsTraits) {
        var positions = rows.positions;
        if ((itsTraits & Run.ASCENDING) == 0) {
            return false;
        }
        if (positions[to - 1] <= position) {
            choose(rows, from, to, itsTraits);
        } else if (positions[from] <= position) {
            int above = to - 1;
            while (positions[above - 1] > position) {
                above--;
            }
            choose(rows, from, above, withTraits ? traits.of(rows, from, above) : itsTraits);
        }
        return true;
    }

    /** A person that has one identity. */
    private void one(ShardView shard, int inBase, int inDelta) {
        begin();
        if (!take(shard, inBase, inDelta)) {
            filled = first;
            long high = inBase >= 0 ? shard.base().highs[inBase] : shard.delta().high(inDelta);
            long low = inBase >= 0 ? shard.base().lows[inBase] : shard.delta().low(inDelta);
            walk.identity(high, low);
        } else {
            end();
        }
    }

    /** The persons found at these linked identities. */
    void linked(int from, int to, LeftOut leftOut) {
        for (int number = from; number < to; number++) {
            linked(number, leftOut);
        }
        showBatch();
    }

    private void linked(int number, LeftOut leftOut) {
        var group = links.at(number, position);
        if ((group == null || group.members()[0] == number) && !leftOut.linked(number)) {
            begin();
            if (takeAll(number, group)) {
                end();
            } else {
                filled = first;
                walk.person(number, group);
            }
        }
    }

    /** The persons found at these linked identities, from what was joined beforehand as far as they have not changed since. */
    void joined(Joined joined, int from, int to, LeftOut leftOut) {
        var changes = links.changes();
        boolean allKnown = joined.maxPosition <= position || withPositions;
        boolean sameGroups = joined.maxSince <= position && leftOut == LeftOut.NOBODY;
        int person = 0;
        int runFrom = 0; // persons from here on are waiting to be shown as they lie
        for (int number = from; number < to; number++) {
            boolean here = person < joined.persons && joined.numbers[person] == number;
            boolean holds = number < joined.upTo && changes[number] <= joined.change && joined.holds(number, position);
            if (holds && (sameGroups || !leftOut.linked(number))) {
                if (here && !allKnown) {
                    known(joined, person);
                    runFrom = person + 1;
                }
            } else {
                if (!holds) {
                    linked(number, leftOut);
                }
                if (here) {
                    lie(joined, runFrom, person);
                    runFrom = person + 1;
                }
            }
            person += here ? 1 : 0;
        }
        lie(joined, runFrom, person);
        showChosen(joined.rows);
        showBatch();
    }

    private void lie(Joined joined, int from, int to) {
        if (from < to) {
            visitor.persons(run.of(joined.rows, joined.offsets, joined.traits, from, to - from)
                    .knownUpTo(joined.maxPosition <= position ? Long.MAX_VALUE : position));
        }
    }

    private void known(Joined joined, int person) {
        if (!known(joined.rows, joined.offsets[person], joined.offsets[person + 1], joined.traits[person])) {
            int number = joined.numbers[person];
            linked(number, LeftOut.NOBODY);
        }
    }

    private boolean takeAll(int number, Links.@Nullable Membership group) {
        if (group == null) {
            return takeLinked(number);
        }
        for (int member : group.members()) {
            if (!takeLinked(member)) {
                return false;
            }
        }
        return true;
    }

    private boolean takeLinked(int number) {
        long high = links.high(number);
        var shard = snapshot.shard(JourneyIndex.shardOf(high));
        var base = shard.base();
        int inBase = base.linkedAt(links.local(number));
        boolean inBaseOnly = inBase >= 0 && (base.touched[inBase >> 6] >>> inBase & 1) == 0;
        return take(shard, inBase, inBaseOnly ? -1 : shard.inDelta(high, links.low(number)));
    }

    private void begin() {
        if (batched == PERSONS || filled + FEW > BATCH) {
            showBatch();
        }
        first = filled;
    }

    /** @return false when there are too many rows for this way of ordering them */
    private boolean take(ShardView shard, int inBase, int inDelta) {
        if (inBase >= 0) {
            var base = shard.base();
            int from = base.offsets[inBase];
            int to = base.offsets[inBase + 1];
            if (to - from > FEW - (filled - first)) {
                return false;
            }
            for (int row = from; row < to; row++) {
                insert(base.rows, row);
            }
        }
        if (inDelta >= 0) {
            for (int row = shard.delta().last(inDelta, shard.deltaSize());
                    row >= 0;
                    row = shard.delta().before(row)) {
                if (filled - first == FEW) {
                    return false;
                }
                insert(shard.deltaRows(), row);
            }
        }
        return true;
    }

    private void insert(Columns rows, int row) {
        if (!rows.visible(row, position)) {
            return;
        }
        long time = rows.times[row];
        int hole = filled++;
        while (hole > first
                && (batch.times[hole - 1] > time
                        || batch.times[hole - 1] == time && Columns.compare(batch, hole - 1, rows, row, kinds) > 0)) {
            set(hole, batch, hole - 1);
            hole--;
        }
        set(hole, rows, row);
    }

    private void set(int row, Columns from, int fromRow) {
        batch.times[row] = from.times[fromRow];
        batch.positions[row] = from.positions[fromRow];
        batch.kinds[row] = from.kinds[fromRow];
        if (batch.attributes != null && from.attributes != null) {
            batch.attributes[row] = from.attributes[fromRow];
        }
    }

    private void end() {
        if (filled > first) {
            batchTraits[batched++] = withTraits ? traits.of(batch, first, filled) : 0;
            offsets[batched] = filled;
        }
    }

    /** Persons by their canonical identities. */
    void persons(List<IdentityKey> persons, Walk.Showing which) {
        walk.showing(which);
        persons.forEach(person -> snapshot.show(walk, person));
        walk.showing(Walk.Showing.ALL);
        showBatch();
    }

    private void append(Columns rows, int from, int to) {
        int count = to - from;
        if (count > BATCH) {
            showBatch();
            int[] ofOne = {from, to};
            visitor.persons(run.of(rows, ofOne, new char[] {traits.of(rows, from, to)}, 0, 1));
            return;
        }
        if (batched == PERSONS || filled + count > BATCH) {
            showBatch();
        }
        first = filled;
        batch.copyRunRows(filled, rows, from, count);
        filled += count;
        end();
    }

    void showBatch() {
        if (batched > 0) {
            visitor.persons(run.of(batch, offsets, batchTraits, 0, batched));
            batched = 0;
        }
        filled = 0;
        first = 0;
    }
}
