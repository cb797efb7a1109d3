package io.journey360.profile.links;

import io.journey360.events.ConsentHistory;
import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.events.Persons;
import io.journey360.events.PublishedEvent;
import io.journey360.events.TraitHistory;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.problem.Problem;
import io.journey360.platform.projection.ViewPosition;
import io.journey360.platform.work.RepeatedWork;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Who is one person by now: follows the log from its beginning at every start and keeps what it says in memory. Events are
 * folded strictly in position order, because the linking rule depends on it: one that came before a gap in the positions
 * has closed waits.
 */
@Component
public class Links extends RepeatedWork implements ViewPosition {

    private static final Logger LOG = LoggerFactory.getLogger(Links.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int MAX_WAITING = 100_000;

    private record Waiting(long position, TrackedEventMessage<?> event) {}

    private final JourneyLog log;
    private final List<FollowingFold> following;
    private final LinkFold fold = new LinkFold();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::position));
    private final Reached reached = new Reached();
    private volatile boolean started;
    private @Nullable TrackingToken token;

    Links(JourneyLog log, List<FollowingFold> following) {
        super("links", PAUSE_AFTER_FAILURE);
        this.log = log;
        this.following = following;
    }

    @Override
    public String name() {
        return "links";
    }

    @Override
    public long position() {
        return reached.position();
    }

    public Persons persons() {
        return fold.persons();
    }

    /** As they were known at a position that was reached: {@link #position()} or one before. */
    public Persons persons(long asOf) {
        return fold.persons(asOf);
    }

    public TraitHistory traits() {
        return fold.traits();
    }

    public ConsentHistory consents() {
        return fold.consents();
    }

    /** Null for an identity that nothing in the log named. */
    public @Nullable IdentityKind kindOf(IdentityKey identity) {
        return fold.kindOf(identity);
    }

    /** Whether a profile was opened for the identity. */
    public boolean opened(IdentityKey identity) {
        return fold.opened(identity);
    }

    public ErasureHistory erasures() {
        return fold.erasures();
    }

    OpenConflicts conflicts() {
        return fold.conflicts();
    }

    /**
     * Waits until everything acknowledged before this call is folded in. Blocks for at most two seconds.
     *
     * @throws Problem 503 if the fold is further behind than that
     */
    public void catchUp() {
        if (!caughtUp()) {
            throw Problem.of(503, "catching-up", "Who is one person is still being worked out from the log")
                    .retryAfter(Duration.ofSeconds(1));
        }
    }

    /**
     * What was never folded in since this process started is not answered from.
     *
     * @throws Problem 503 until the fold has come to the end of the log once
     */
    public void requireStarted() {
        if (!started) {
            catchUp();
            started = true;
        }
    }

    /** As {@link #catchUp()}, with the answer returned. */
    public boolean caughtUp() {
        return reached.await(log.head(), PATIENCE);
    }

    /** Before the web server, so that the fold is under way when the first request comes. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    protected void step() throws InterruptedException {
        if (token == null) {
            following.forEach(FollowingFold::prepare);
        }
        try (var stream = log.source().openStream(token)) {
            follow(stream);
        }
    }

    private void follow(BlockingStream<TrackedEventMessage<?>> stream) throws InterruptedException {
        while (isRunning()) {
            if (waiting.size() >= MAX_WAITING) {
                TimeUnit.MILLISECONDS.sleep(100);
            } else if (stream.hasNextAvailable(1, TimeUnit.SECONDS)) {
                var event = stream.nextAvailable();
                token = event.trackingToken();
                waiting.add(new Waiting(log.position(event), event));
            }
            long settled = log.watermark(token);
            for (var next = waiting.peek(); next != null && next.position <= settled; next = waiting.peek()) {
                fold(waiting.remove());
            }
            if (settled > position()) {
                reached.reach(settled);
            }
        }
    }

    private void fold(Waiting next) {
        if (next.position <= position()) {
            LOG.warn("Position {} appeared after {} was settled", next.position, position());
        }
        try {
            if (next.event.getPayload() instanceof PublishedEvent event) {
                fold.fold(next.position, next.event.getTimestamp(), event);
                tellFollowing(
                        new FoldedEvent(next.position, next.event.getTimestamp(), next.event.getIdentifier(), event));
            }
        } catch (RuntimeException e) {
            LOG.error("The event at position {} cannot be read and is left out", next.position, e);
        }
    }

    private void tellFollowing(FoldedEvent event) {
        for (var other : following) {
            try {
                other.fold(event, fold.persons(event.position() - 1), fold.persons());
            } catch (RuntimeException e) {
                LOG.error("The event at position {} is left out of {}", event.position(), other, e);
            }
        }
    }
}
