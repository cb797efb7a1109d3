package io.journey360.analytics.feed;

import io.journey360.analytics.facts.Fact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The latest facts in position order, for readers that follow the log live. A reader keeps its own place and takes from here
 * when it likes: nobody is held up by a slow one, which finds that it has to read the log instead.
 */
public final class RecentFacts {

    private static final int CAPACITY = 8_192;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Fact[] ring = new Fact[CAPACITY];
    private long added;
    private long completeSince;
    private long position;
    private boolean closed;

    /** @param since the position after which every fact will be added */
    RecentFacts(long since) {
        completeSince = since;
        position = since;
    }

    /**
     * What came after a position.
     *
     * @param facts in position order; empty when nothing came
     * @param position the reader's next place
     * @param complete false when facts after the reader's place are no longer here, so the log has to be read
     * @param closed whether the view has moved to another feed: ask the live view again
     */
    public record Taken(List<Fact> facts, long position, boolean complete, boolean closed) {}

    void add(Fact fact) {
        lock.lock();
        try {
            var slot = (int) (added % CAPACITY);
            if (added >= CAPACITY) {
                completeSince = ring[slot].position();
            }
            ring[slot] = fact;
            added++;
        } finally {
            lock.unlock();
        }
    }

    /** Facts up to the position may be taken from now on. */
    void publish(long reached) {
        lock.lock();
        try {
            position = reached;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something is published after the position, or the patience ends. */
    public Taken takeAfter(long after, int limit, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (position <= after && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return taken(after, limit);
        } finally {
            lock.unlock();
        }
    }

    /** What came up to it can be taken; for a moment it is ahead of what is answered from memory. */
    public long position() {
        lock.lock();
        try {
            return position;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #takeAfter}, without waiting. */
    public Taken takeNow(long after, int limit) {
        lock.lock();
        try {
            return taken(after, limit);
        } finally {
            lock.unlock();
        }
    }

    private Taken taken(long after, int limit) {
        if (after < completeSince) {
            return new Taken(List.of(), after, false, closed);
        }
        var facts = new ArrayList<Fact>();
        for (long i = firstAfter(after); i < added && facts.size() < limit; i++) {
            var fact = ring[(int) (i % CAPACITY)];
            if (fact.position() > position) {
                break;
            }
            facts.add(fact);
        }
        var next = facts.size() == limit ? facts.getLast().position() : Math.max(after, position);
        return new Taken(facts, next, true, closed);
    }

    private long firstAfter(long after) {
        long low = Math.max(0, added - CAPACITY);
        long high = added;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (ring[(int) (middle % CAPACITY)].position() > after) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
