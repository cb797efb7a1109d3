package io.journey360.gateway.limits;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many requests each caller has left, by the generic cell rate algorithm (ITU-T I.371): one number a caller, the time
 * at which all it has sent would have been sent at the even rate.
 */
final class Allowances {

    /**
     * @param allowed whether this request may pass
     * @param remaining further requests that may pass at once
     * @param delay until one more may pass (when refused), else until all may
     */
    record Verdict(boolean allowed, long remaining, Duration delay) {}

    /** Past this many callers those that have used nothing of their allowance are forgotten. */
    private static final int FORGET_ABOVE = 50_000;

    private final ConcurrentHashMap<String, AtomicLong> busyUntil = new ConcurrentHashMap<>();
    private final long requests;
    private final long nanosEach;
    private final long windowNanos;
    private final LongSupplier nanoTime;

    /** @param nanoTime a clock that never goes back, in nanoseconds from any origin */
    Allowances(int requests, Duration window, LongSupplier nanoTime) {
        this.requests = requests;
        this.nanosEach = Math.max(1, window.toNanos() / requests);
        this.windowNanos = nanosEach * requests;
        this.nanoTime = nanoTime;
    }

    Verdict take(String caller) {
        long now = nanoTime.getAsLong();
        if (busyUntil.size() > FORGET_ABOVE) {
            busyUntil.values().removeIf(until -> until.get() - now <= 0);
        }
        var until = busyUntil.computeIfAbsent(caller, unseen -> new AtomicLong(now));
        while (true) {
            long seen = until.get();
            long start = seen - now > 0 ? seen : now;
            long next = start + nanosEach;
            long ahead = next - now;
            if (ahead > windowNanos) {
                return new Verdict(false, 0, Duration.ofNanos(ahead - windowNanos));
            }
            if (until.compareAndSet(seen, next)) {
                return new Verdict(
                        true, Math.min(requests, (windowNanos - ahead) / nanosEach), Duration.ofNanos(ahead));
            }
        }
    }
}
