package io.journey360.profile.links;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/** A position that only grows, for one that moves it and many that wait: each is woken once, when its own is reached. */
final class Reached {

    private record Waiter(long position, Thread thread) {}

    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>(Comparator.comparingLong(Waiter::position));
    private volatile long position;

    long position() {
        return position;
    }

    void reach(long now) {
        position = now;
        synchronized (waiters) {
            for (var first = waiters.peek(); first != null && first.position <= now; first = waiters.peek()) {
                LockSupport.unpark(waiters.remove().thread);
            }
        }
    }

    /** False when the patience ended before, or the thread was interrupted. */
    boolean await(long wanted, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        var waiter = new Waiter(wanted, Thread.currentThread());
        synchronized (waiters) {
            if (position < wanted) {
                waiters.add(waiter);
            }
        }
        while (position < wanted) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                synchronized (waiters) {
                    waiters.remove(waiter);
                }
                return position >= wanted;
            }
            LockSupport.parkNanos(this, left);
        }
        return true;
    }
}
