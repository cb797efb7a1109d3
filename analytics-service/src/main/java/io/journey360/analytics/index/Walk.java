package io.journey360.analytics.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One thread's way through a snapshot. A person of one identity whose rows all lie in the base is shown in place; others are
 * brought together in a buffer, in order, without the rows that the snapshot does not know yet or no longer shows.
 */
final class Walk {

    private static final int WORDS_PER_CHECK = 16;
    private static final int INITIAL_BUFFER = 256;

    private final Snapshot snapshot;
    private final Runnable check;
    private final Visitor visitor;
    private final long position;
    private final Links links;
    private final RowSort sort;
    private final boolean withAttributes;
    private final Person person;
    private Columns buffer;
    private Columns sorted;
    private int[] order = new int[INITIAL_BUFFER];
    private int buffered;
    private Showing showing = Showing.ALL;
    private long above;
    private long upTo;

    /** Which rows of identities that were erased are shown. */
    enum Showing {
        ALL,
        /** What may be told of whose they are: those since. */
        TOLD,
        /** Those that may not, and nothing of others. */
        UNTOLD
    }

    /** A way that ends only at the end. */
    Walk(Snapshot snapshot, Visitor visitor) {
        this(snapshot, () -> {}, visitor, false);
    }

    /** @param ofIdentities whether each identity is shown by itself */
    Walk(Snapshot snapshot, Query query, Visitor visitor, boolean ofIdentities) {
        this(snapshot, query::check, visitor, ofIdentities);
    }

    private Walk(Snapshot snapshot, Runnable check, Visitor visitor, boolean ofIdentities) {
        this.snapshot = snapshot;
        this.check = check;
        this.visitor = visitor;
        this.position = snapshot.position();
        this.links = snapshot.links();
        this.sort = new RowSort(snapshot.kinds());
        this.withAttributes = snapshot.withAttributes();
        this.buffer = new Columns(INITIAL_BUFFER, withAttributes);
        this.sorted = new Columns(INITIAL_BUFFER, withAttributes);
        this.person = new Person(snapshot, ofIdentities);
    }

    /** From here on; not for whole shards. */
    Walk showing(Showing which) {
        showing = which;
        return this;
    }

    /** All persons of one identity in a shard; every identity by itself when links do not matter. */
    void shard(int number, boolean ignoringLinks, LeftOut leftOut) {
        var shard = snapshot.shard(number);
        var passedOver = leftOut.inBase(number, ignoringLinks ? null : shard.linked());
        var base = shard.base();
        person.within(base);
        var rows = base.rows;
        var offsets = base.offsets;
        boolean allKnown = base.maxPosition <= position;
        for (int word = 0; word < base.touched.length; word++) {
            if (word % WORDS_PER_CHECK == 0) {
                check.run();
            }
            long passed = passedOver == null ? 0 : passedOver[word];
            long touched = base.touched[word];
            int end = Math.min(base.identities, (word + 1) * 64);
            for (int identity = word * 64; identity < end; identity++) {
                long bit = 1L << identity;
                if ((passed & bit) != 0) {
                    continue;
                }
                int from = offsets[identity];
                int to = offsets[identity + 1];
                if ((touched & bit) == 0 && (allKnown || known(rows, from, to))) {
                    person.at(identity);
                    visitor.person(person, rows, from, to);
                } else {
                    long high = base.highs[identity];
                    long low = base.lows[identity];
                    buffered = 0;
                    take(shard, identity, shard.inDelta(high, low));
                    show(high, low);
                }
            }
        }
        for (int identity = 0; identity < shard.deltaIdentities(); identity++) {
            long high = shard.delta().high(identity);
            long low = shard.delta().low(identity);
            if (shard.deltaBaseIndexes()[identity] < 0
                    && (ignoringLinks || !linked(high, low))
                    && !leftOut.inDelta(number, identity)) {
                buffered = 0;
                take(shard, -1, identity);
                show(high, low);
            }
        }
    }

    private boolean linked(long high, long low) {
        int number = links.find(high, low);
        return number >= 0 && number < snapshot.linkedIdentities();
    }

    private boolean known(Columns rows, int from, int to) {
        for (int row = from; row < to; row++) {
            if (rows.positions[row] > position) {
                return false;
            }
        }
        return true;
    }

    /** The person that has this linked identity, if it is the one the person is found at. */
    void linked(int number) {
        var group = links.at(number, position);
        if (group == null || group.members()[0] == number) {
            person(number, group);
        }
    }

    void person(int number, Links.@Nullable Membership group) {
        if (group == null || group.members().length == 1) {
            buffered = 0;
            takeLinked(number);
        } else {
            buffered = 0;
            for (int member : group.members()) {
                takeLinked(member);
            }
        }
        show(links.high(number), links.low(number));
    }

    private void takeLinked(int number) {
        long high = links.high(number);
        long low = links.low(number);
        var shard = snapshot.shard(JourneyIndex.shardOf(high));
        limit(high, low);
        take(shard, shard.base().linkedAt(links.local(number)), shard.inDelta(high, low));
    }

    /** An identity by its key, whether linked or not. */
    void identity(long high, long low) {
        var shard = snapshot.shard(JourneyIndex.shardOf(high));
        buffered = 0;
        limit(high, low);
        take(shard, shard.base().find(high, low), shard.inDelta(high, low));
        show(high, low);
    }

    private void limit(long high, long low) {
        if (showing != Showing.ALL) {
            var erased = snapshot.erasedUpTo(high, low);
            above = showing == Showing.TOLD ? erased.orElse(Long.MIN_VALUE) : Long.MIN_VALUE;
            upTo = showing == Showing.UNTOLD ? erased.orElse(Long.MIN_VALUE) : Long.MAX_VALUE;
        }
    }

    private void take(ShardView shard, int inBase, int inDelta) {
        if (inBase >= 0) {
            var base = shard.base();
            int end = base.offsets[inBase + 1];
            for (int row = base.offsets[inBase]; row < end; row++) {
                take(base.rows, row);
            }
        }
        if (inDelta >= 0) {
            int first = buffered;
            for (int row = shard.delta().last(inDelta, shard.deltaSize());
                    row >= 0;
                    row = shard.delta().before(row)) {
                take(shard.deltaRows(), row);
            }
            reverse(first);
        }
    }

    private void take(Columns rows, int row) {
        if (rows.visible(row, position)
                && (showing == Showing.ALL || rows.positions[row] > above && rows.positions[row] <= upTo)) {
            if (buffered == buffer.capacity()) {
                buffer = buffer.resized(buffered * 2);
                order = Arrays.copyOf(order, buffered * 2);
            }
            order[buffered] = buffered;
            buffer.copyRow(buffered, rows, row);
            buffered++;
        }
    }

    /** The chain of the delta goes back in time; rows mostly come in the order things happened. */
    private void reverse(int first) {
        for (int i = first, j = buffered - 1; i < j; i++, j--) {
            order[i] = j;
            order[j] = i;
        }
    }

    private void show(long high, long low) {
        if (buffered == 0) {
            return;
        }
        sort.sort(order, buffered, buffer);
        if (sorted.capacity() < buffered) {
            sorted = new Columns(buffer.capacity(), withAttributes);
        }
        for (int i = 0; i < buffered; i++) {
            sorted.copyRow(i, buffer, order[i]);
        }
        person.is(high, low);
        visitor.person(person, sorted, 0, buffered);
    }
}
