package io.journey360.platform.deadletters;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** A full dead-letter queue stops its group, so somebody must hear of it when it is half full. */
final class DeadLetterWatch implements SmartLifecycle {

    /** Axon's default number of sequences of one queue. */
    static final int CAPACITY = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final DeadLetters deadLetters;
    private final MeterRegistry meters;
    private final Map<String, AtomicLong> sequences = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("dead-letter-watch").factory());
    private volatile boolean running;

    DeadLetterWatch(DeadLetters deadLetters, MeterRegistry meters) {
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    @Override
    public void start() {
        running = true;
        var unused = thread.scheduleWithFixedDelay(this::look, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    /** Looks once; a failure is told and the next look comes. */
    void look() {
        try {
            deadLetters.groups().values().forEach(this::look);
        } catch (RuntimeException e) {
            LOG.warn("Dead letters could not be counted now: {}", e.getClass().getName());
        }
    }

    private void look(DeadLetterGroup group) {
        long now = group.queue().amountOfSequences();
        var known = sequences.computeIfAbsent(group.name(), this::gauge);
        long before = known.getAndSet(now);
        if (now >= CAPACITY / 2 && before < CAPACITY / 2) {
            LOG.warn(
                    "{} of {} dead-letter sequences of {} are taken; when all are, the group stops",
                    now,
                    CAPACITY,
                    group.name());
        }
    }

    private AtomicLong gauge(String group) {
        var value = new AtomicLong();
        Gauge.builder("journey.dead.letter.sequences", value, AtomicLong::doubleValue)
                .description("Sequences with dead letters; at " + CAPACITY + " the group stops")
                .tag("group", group)
                .register(meters);
        return value;
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
