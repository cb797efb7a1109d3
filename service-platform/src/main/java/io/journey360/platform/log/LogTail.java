package io.journey360.platform.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log. Axon's embedded store polls (a pooled processor looks every 500 ms); these streams are woken by the
 * signal of each commit and query only when something may be new. A slow poll stays as a net: a notification of another
 * process can be lost with its connection. A processor, which stores a token with whatever it takes, is woken by the first
 * commit at once and by those that follow on its heels together.
 */
final class LogTail implements StreamableMessageSource<TrackedEventMessage<?>> {

    private static final long POLL_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long HEELS_NANOS = Duration.ofMillis(20).toNanos();
    private static final ScheduledExecutorService WAKING = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-waking").factory());

    private final JdbcLogEngine engine;
    private final AppendSignal signal;

    LogTail(JdbcLogEngine engine, AppendSignal signal) {
        this.engine = engine;
        this.signal = signal;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        return new Tail(token);
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return engine.createTailToken();
    }

    @Override
    public @Nullable TrackingToken createHeadToken() {
        return engine.createHeadToken();
    }

    @Override
    public @Nullable TrackingToken createTokenAt(Instant dateTime) {
        return engine.createTokenAt(dateTime);
    }

    private final class Tail implements BlockingStream<TrackedEventMessage<?>> {

        private final Object commit = new Object();
        private final Runnable unsubscribe;
        private @Nullable TrackingToken last;
        private Iterator<TrackedEventMessage<?>> batch = Collections.emptyIterator();
        private @Nullable TrackedEventMessage<?> next;
        private long seenCommits = -1;
        private volatile long lookedAtNanos = System.nanoTime() - POLL_NANOS;
        private boolean isShort;
        private final AtomicBoolean waking = new AtomicBoolean();
        private volatile @Nullable Runnable availabilityCallback;

        Tail(@Nullable TrackingToken token) {
            last = token;
            unsubscribe = signal.onAppend(this::committed);
        }

        private void committed() {
            synchronized (commit) {
                commit.notifyAll();
            }
            var callback = availabilityCallback;
            if (callback != null) {
                wake(callback);
            }
        }

        private void wake(Runnable callback) {
            if (waking.compareAndSet(false, true)) {
                long early = HEELS_NANOS - (System.nanoTime() - lookedAtNanos);
                if (early <= 0) {
                    callback.run();
                } else {
                    WAKING.schedule(callback, early, TimeUnit.NANOSECONDS);
                }
            }
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return hasNextAvailable() ? Optional.ofNullable(next) : Optional.empty();
        }

        @Override
        public boolean hasNextAvailable() {
            if (next != null) {
                return true;
            }
            if (!batch.hasNext() && !look()) {
                return false;
            }
            var event = batch.next();
            next = Positions.filledGap(last, event.trackingToken()) instanceof Long gap
                            && event instanceof DomainEventMessage<?> domainEvent
                    ? new LateEvent<>(event.trackingToken(), domainEvent, gap)
                    : event;
            last = event.trackingToken();
            return true;
        }

        private boolean look() {
            waking.set(false); // before asking what is new: what comes after that wakes again
            var since = System.nanoTime() - lookedAtNanos;
            var known = signal.announced(); // asked before the query, so a commit during it makes us look again
            if (since < POLL_NANOS && (known == seenCommits || engine.isAtEnd(last, known))) {
                seenCommits = known;
                return false;
            }
            var callback = availabilityCallback;
            if (since < HEELS_NANOS && callback != null && isShort) {
                wake(callback);
                return false;
            }
            lookedAtNanos = System.nanoTime();
            var read = engine.readBatch(last);
            isShort = read.size() < JdbcLogEngine.READ_BATCH;
            batch = read.iterator();
            if (read.isEmpty()) {
                seenCommits = known;
            }
            return !read.isEmpty();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            var deadline = System.nanoTime() + unit.toNanos(timeout);
            while (!hasNextAvailable()) {
                var left = Math.min(deadline - System.nanoTime(), POLL_NANOS);
                if (left <= 0) {
                    return false;
                }
                synchronized (commit) {
                    if (signal.announced() == seenCommits) {
                        TimeUnit.NANOSECONDS.timedWait(commit, left);
                    }
                }
            }
            return true;
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            while (!hasNextAvailable(1, TimeUnit.SECONDS)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            var event = next;
            if (event == null) {
                throw new IllegalStateException("A stream is read by one thread");
            }
            next = null;
            return event;
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            availabilityCallback = callback;
            return true;
        }

        @Override
        public void close() {
            unsubscribe.run();
        }
    }
}
