package io.journey360.analytics.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One question being answered: runs its parts on the pool's threads and ends them all when time is up or nobody waits. */
public final class Query implements AutoCloseable {

    /** Does part after part, on one thread. */
    public interface Worker {
        void part(int number);
    }

    private final Executor executor;
    private final int threads;
    private final long deadlineNanos;
    private final Runnable onClose;
    private volatile QueryStopped.@Nullable Reason stopped;

    Query(Executor executor, int threads, long deadlineNanos, Runnable onClose) {
        this.executor = executor;
        this.threads = threads;
        this.deadlineNanos = deadlineNanos;
        this.onClose = onClose;
    }

    /** To be called every few thousand rows. */
    public void check() {
        var reason = stopped;
        if (reason == null && System.nanoTime() - deadlineNanos > 0) {
            reason = QueryStopped.Reason.DEADLINE;
        }
        if (reason != null) {
            throw new QueryStopped(reason);
        }
    }

    public void cancel() {
        stopped = QueryStopped.Reason.CANCELLED;
    }

    /**
     * Has parts 0 to parts - 1 done by as many workers as there are threads, each worker on one thread; returns the workers when all is
     * done. Interrupting the waiting thread cancels the query.
     */
    public <W extends Worker> List<W> run(int parts, Supplier<? extends W> workers) {
        var next = new AtomicInteger();
        var running = new ArrayList<CompletableFuture<W>>();
        for (int i = 0; i < Math.min(parts, threads); i++) {
            running.add(CompletableFuture.supplyAsync(
                    () -> {
                        var worker = workers.get();
                        for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                            check();
                            worker.part(part);
                        }
                        return worker;
                    },
                    executor));
        }
        var done = new ArrayList<W>();
        for (var worker : running) {
            done.add(await(worker));
        }
        return done;
    }

    private <W> W await(CompletableFuture<W> worker) {
        try {
            return worker.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            stopped = QueryStopped.Reason.DEADLINE;
            throw new QueryStopped(QueryStopped.Reason.DEADLINE);
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            throw new QueryStopped(QueryStopped.Reason.CANCELLED);
        } catch (ExecutionException e) {
            if (stopped == null) {
                cancel(); // the other workers need not go on
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        onClose.run();
    }
}
