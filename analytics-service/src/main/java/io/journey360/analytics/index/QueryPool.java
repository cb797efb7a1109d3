package io.journey360.analytics.index;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The threads that scan, a fixed number, and how many queries may use them at a time. */
public final class QueryPool implements AutoCloseable {

    private final int threads;
    private final ExecutorService executor;
    private final Semaphore turns;
    private final Duration limit;

    /**
     * @param concurrent how many queries may run at a time; the rest wait
     * @param limit how long a query may take, waiting included
     */
    public QueryPool(int threads, int concurrent, Duration limit) {
        this.threads = threads;
        this.turns = new Semaphore(concurrent, true);
        this.limit = limit;
        this.executor = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("analysis-", 1).factory());
    }

    /**
     * Waits for a turn, which closing the query gives back.
     *
     * @throws QueryStopped busy, when the whole time went by waiting
     */
    public Query begin() {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            if (!turns.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new QueryStopped(QueryStopped.Reason.BUSY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryStopped(QueryStopped.Reason.CANCELLED);
        }
        return new Query(executor, threads, deadline, turns::release);
    }

    public Duration limit() {
        return limit;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
