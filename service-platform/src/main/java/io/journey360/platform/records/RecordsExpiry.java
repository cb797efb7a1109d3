package io.journey360.platform.records;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Removes what has expired. Expired records are not found anyway; this keeps the store small. */
final class RecordsExpiry implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RecordsExpiry.class);
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final DurableRecords records;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("records-expiry").factory());
    private volatile boolean running;

    RecordsExpiry(DurableRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        var unused = thread.scheduleWithFixedDelay(this::sweep, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void sweep() {
        try {
            records.deleteExpired(clock.instant());
        } catch (RuntimeException e) {
            LOG.warn(
                    "Expired records could not be removed now: {}", e.getClass().getName());
        }
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
