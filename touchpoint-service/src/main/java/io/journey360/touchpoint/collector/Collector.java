package io.journey360.touchpoint.collector;

import io.journey360.platform.log.DuplicateEventException;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.problem.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Brings events into the log, once each. What arrives while a log transaction is under way is written together in the next one:
 * one writer thread takes whole submissions, in the order they came, up to 1,000 events at a time, and answers each after its
 * commit.
 */
@Component
public final class Collector implements SmartLifecycle {

    /** Of one submission, and of one log transaction. */
    public static final int MOST_EVENTS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int MOST_ATTEMPTS = 5;

    private record Submission(List<Item.Event> events, CompletableFuture<List<Verdict>> verdicts) {}

    /** Below that of the web server and of the imports. */
    private static final int BEFORE_COLLECTING = 0;

    private static final Submission STOP = new Submission(List.of(), new CompletableFuture<>());

    private final LinkedBlockingQueue<Submission> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final JourneyLog log;
    private final EventStore store;
    private final Receipts receipts;
    private final TouchpointNames names;
    private final ReviewTexts reviewTexts;
    private final Clock clock;
    private final int mostPending;
    private final Counter accepted;
    private final Counter duplicates;
    private final Counter removed;
    private final Counter transactions;
    private volatile @Nullable Thread writer;
    private volatile boolean isStopped;

    Collector(
            JourneyLog log,
            EventStore store,
            Receipts receipts,
            TouchpointNames names,
            ReviewTexts reviewTexts,
            Clock clock,
            CollectorSettings settings,
            MeterRegistry meters) {
        this.log = log;
        this.store = store;
        this.receipts = receipts;
        this.names = names;
        this.reviewTexts = reviewTexts;
        this.clock = clock;
        this.mostPending = settings.pendingEvents();
        this.accepted = meters.counter("journey.collector.events", "result", "accepted");
        this.duplicates = meters.counter("journey.collector.events", "result", "duplicate");
        this.transactions = meters.counter("journey.collector.transactions");
        this.removed = meters.counter("journey.collector.attributes.removed");
        Gauge.builder("journey.collector.pending", pending, AtomicInteger::get).register(meters);
    }

    /**
     * @param events at most {@link #MOST_EVENTS}
     * @return a verdict for each, in order, once those accepted are durable; fails with a 503 {@link Problem} when the log is
     *     overloaded or fails, and the events may then be sent again
     */
    public CompletableFuture<List<Verdict>> collect(List<Item.Event> events) {
        if (events.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        if (events.size() > MOST_EVENTS) {
            throw new IllegalArgumentException("More than " + MOST_EVENTS + " events in one submission");
        }
        if (pending.addAndGet(events.size()) > mostPending || isStopped) {
            pending.addAndGet(-events.size());
            return CompletableFuture.failedFuture(overloaded());
        }
        var submission = new Submission(events, new CompletableFuture<>());
        queue.add(submission);
        return submission
                .verdicts()
                .copy()
                .orTimeout(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unavailable(failure)));
    }

    /**
     * The same events with their personal texts sealed, so that whoever collects one submission after another can have the next sealed
     * while the one before is being stored; {@link #collect} seals what is not. Events stay as they came when nothing is being stored,
     * since they are then sealed together with what others send, and when they cannot be sealed now. Blocks.
     *
     * @param storing the verdicts of the submission before; null if there was none
     */
    public List<Item.Event> sealedMeanwhile(
            List<Item.Event> events, @Nullable CompletableFuture<List<Verdict>> storing) {
        if (storing == null || storing.isDone()) {
            return events;
        }
        try {
            return reviewTexts.seal(events);
        } catch (RuntimeException e) {
            LOG.debug("Texts could not be sealed ahead", e);
            return events;
        }
    }

    /** Waits for the verdicts; not on an event loop. */
    public static List<Verdict> await(CompletableFuture<List<Verdict>> verdicts) {
        try {
            return verdicts.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Problem problem ? problem : e;
        }
    }

    private static Problem overloaded() {
        return Problem.of(503, "overloaded", "More is arriving than can be stored; send it again later")
                .retryAfter(RETRY_AFTER);
    }

    private static Throwable unavailable(Throwable failure) {
        return failure instanceof Problem
                ? failure
                : Problem.of(503, "log-unavailable", "The events could not be stored in time; send them again later")
                        .retryAfter(RETRY_AFTER);
    }

    private void write() {
        var group = new ArrayList<Submission>();
        try {
            for (var submission = queue.take(); submission != STOP; submission = queue.take()) {
                int events = 0;
                while (submission != null) {
                    group.add(submission);
                    events += submission.events().size();
                    var next = queue.peek();
                    submission = next != null
                                    && next != STOP
                                    && events + next.events().size() <= MOST_EVENTS
                            ? queue.poll()
                            : null;
                }
                commit(group, events);
                group.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes room before it answers: whoever hears of the verdicts may send the next events at once. */
    private void commit(List<Submission> group, int events) {
        var answers = new ArrayList<Runnable>(group.size());
        try {
            var first = new LinkedHashMap<String, Item.Event>();
            for (var submission : group) {
                submission.events().forEach(event -> first.putIfAbsent(event.key(), event));
            }
            var stored = receipts.find(first.keySet());
            var fresh = new LinkedHashMap<>(first);
            fresh.keySet().removeAll(stored.keySet());
            append(fresh, stored);
            for (var submission : group) {
                var verdicts = verdicts(submission.events(), fresh, stored);
                answers.add(() -> submission.verdicts().complete(verdicts));
            }
        } catch (RuntimeException e) {
            LOG.warn("{} submissions could not be stored", group.size(), e);
            answers.clear();
            group.forEach(submission -> answers.add(() -> submission.verdicts().completeExceptionally(e)));
        }
        pending.addAndGet(-events);
        answers.forEach(Runnable::run);
    }

    /** Appends what is fresh with its receipts; what the log turns out to have already moves to what is stored. */
    private void append(Map<String, Item.Event> fresh, Map<String, String> stored) {
        for (int attempt = 1; !fresh.isEmpty(); attempt++) {
            var digests = HashMap.<String, String>newHashMap(fresh.size());
            fresh.forEach((key, event) -> digests.put(key, event.digest()));
            var batch = receipts.announce(digests);
            try {
                log.append(reviewTexts.seal(fresh.values()).stream()
                        .map(event -> CollectedMessages.of(event, names, clock))
                        .toList());
            } catch (DuplicateEventException e) {
                receipts.withdraw(batch);
                var streams = log.existing(
                        fresh.keySet().stream().map(CollectedMessages::stream).toList());
                if (attempt == MOST_ATTEMPTS || streams.isEmpty() && attempt > 1) {
                    throw e;
                }
                for (var stream : streams) {
                    var message = store.readEvents(stream).next();
                    stored.put(message.getIdentifier(), CollectedMessages.digest(message));
                }
                fresh.keySet().removeAll(stored.keySet());
                continue;
            } catch (RuntimeException e) {
                receipts.withdraw(batch);
                throw e;
            }
            transactions.increment();
            write(batch, fresh.values());
            return;
        }
    }

    /** The receipts last: they say that nothing is left for the projection to do. */
    private void write(Receipts.Batch batch, Collection<Item.Event> appended) {
        try {
            names.write(appended);
        } catch (RuntimeException e) {
            receipts.withdraw(batch);
            throw e;
        }
        receipts.write(batch);
    }

    private List<Verdict> verdicts(List<Item.Event> events, Map<String, Item.Event> fresh, Map<String, String> stored) {
        var verdicts = new ArrayList<Verdict>(events.size());
        int acceptedNow = 0;
        for (var event : events) {
            var appended = fresh.get(event.key());
            if (appended == event) {
                verdicts.add(Verdict.ACCEPTED);
                acceptedNow++;
                removed.increment(event.removed().size());
            } else {
                var digest = appended != null ? appended.digest() : stored.get(event.key());
                verdicts.add(event.digest().equals(digest) ? Verdict.DUPLICATE : Verdict.DIFFERENT_DUPLICATE);
            }
        }
        accepted.increment(acceptedNow);
        duplicates.increment(events.size() - acceptedNow);
        return verdicts;
    }

    @Override
    public void start() {
        isStopped = false;
        writer = Thread.ofPlatform().name("collector").start(this::write);
    }

    @Override
    public void stop() {
        var running = writer;
        isStopped = true;
        writer = null;
        if (running != null) {
            queue.add(STOP);
            try {
                running.join(LONGEST_WAIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return writer != null;
    }

    /** Started before, and stopped after, whatever collects. */
    @Override
    public int getPhase() {
        return BEFORE_COLLECTING;
    }
}
