package io.journey360.platform.deadletters;

import io.journey360.platform.work.RepeatedWork;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A full dead-letter queue stops its group, so somebody must hear of it when it is half full. */
final class DeadLetterWatch extends RepeatedWork {

    /** Axon's default number of sequences of one queue. */
    static final int CAPACITY = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final DeadLetters deadLetters;
    private final MeterRegistry meters;
    private final Map<String, AtomicLong> sequences = new ConcurrentHashMap<>();

    DeadLetterWatch(DeadLetters deadLetters, MeterRegistry meters) {
        super("dead-letter-watch", EVERY);
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    @Override
    protected void step() {
        deadLetters.groups().values().forEach(this::look);
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
}
