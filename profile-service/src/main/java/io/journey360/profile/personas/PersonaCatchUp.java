package io.journey360.profile.personas;

import io.journey360.events.PublishedEvent;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.work.RepeatedWork;
import io.journey360.profile.links.FoldedEvent;
import io.journey360.profile.links.Links;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads the log from its beginning for a persona that was defined while everything else goes on, then hands it over. */
@Component
class PersonaCatchUp extends RepeatedWork {

    private static final Logger LOG = LoggerFactory.getLogger(PersonaCatchUp.class);

    private final Personas personas;
    private final Links links;
    private final JourneyLog log;

    PersonaCatchUp(Personas personas, Links links, JourneyLog log) {
        super("persona-catch-up", Duration.ofMillis(200));
        this.personas = personas;
        this.links = links;
        this.log = log;
    }

    @Override
    protected void step() throws InterruptedException {
        var behind = personas.behind();
        if (behind.isPresent()) {
            catchUp(behind.get());
        }
    }

    private void catchUp(PersonaVersion version) throws InterruptedException {
        var fold = personas.foldFor(version);
        try (var stream = log.source().openStream(log.tokenAt(0))) {
            var reading = new Reading(stream, fold);
            do {
                if (!isRunning()) {
                    return;
                }
                reading.readTo(personas.position());
            } while (!personas.join(version, fold, reading.position, reading::readTo));
        }
    }

    private static final class Interrupted extends RuntimeException {}

    /** In position order: an event that came late waits for its turn, as in {@link Links}. */
    private final class Reading {

        private record Waiting(long position, TrackedEventMessage<?> event) {}

        private final BlockingStream<TrackedEventMessage<?>> stream;
        private final RuleFold fold;
        private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::position));
        private @Nullable TrackingToken token;
        private long position;

        Reading(BlockingStream<TrackedEventMessage<?>> stream, RuleFold fold) {
            this.stream = stream;
            this.fold = fold;
        }

        /** To a position that the links have been folded to. */
        void readTo(long target) {
            try {
                while (log.watermark(token) < target) {
                    if (stream.hasNextAvailable(1, TimeUnit.SECONDS)) {
                        var event = stream.nextAvailable();
                        token = event.trackingToken();
                        waiting.add(new Waiting(log.position(event), event));
                    }
                    foldTo(Math.min(target, log.watermark(token)));
                }
                foldTo(target);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Interrupted();
            }
        }

        private void foldTo(long settled) {
            for (var next = waiting.peek(); next != null && next.position <= settled; next = waiting.peek()) {
                waiting.remove();
                fold(next);
            }
            position = Math.max(position, settled);
        }

        private void fold(Waiting next) {
            try {
                if (next.event.getPayload() instanceof PublishedEvent event) {
                    var before = links.persons(next.position - 1);
                    var after = links.persons(next.position);
                    fold.fold(
                            new FoldedEvent(
                                    next.position, next.event.getTimestamp(), next.event.getIdentifier(), event),
                            before,
                            after,
                            Regrouped.by(event, before, after));
                }
            } catch (RuntimeException e) {
                LOG.error("The event at position {} is left out of a persona", next.position, e);
            }
        }
    }
}
