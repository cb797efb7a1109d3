package io.journey360.profile.erasures;

import io.journey360.events.ErasureEvent;
import io.journey360.events.ErasureId;
import io.journey360.events.ErasureRequested;
import io.journey360.events.IdentityKey;
import io.journey360.platform.log.DuplicateEventException;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.KeyShredder;
import io.journey360.platform.work.RepeatedWork;
import io.journey360.profile.domain.ErasureSteps;
import io.journey360.profile.links.ErasureHistory.Erasure;
import io.journey360.profile.links.Links;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes erasures from step to step. The steps of one are a stream of three events: requested, keys destroyed, completed. What is
 * missing is seen in the fold of the log, so whoever is killed anywhere goes on at the next start, and of two replicas that
 * take the same step the log refuses one.
 */
@Component
class Erasing extends RepeatedWork {

    private static final Logger LOG = LoggerFactory.getLogger(Erasing.class);
    private static final String TYPE = "Erasure";
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Links links;
    private final JourneyLog log;
    private final KeyShredder keys;
    private final Receipts receipts;
    private final ErasureSettings settings;
    private final Clock clock;

    Erasing(Links links, JourneyLog log, KeyShredder keys, Receipts receipts, ErasureSettings settings, Clock clock) {
        super("erasing", LOOK);
        this.links = links;
        this.log = log;
        this.keys = keys;
        this.receipts = receipts;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Once this returns the request is durable and the person's keys are gone. One at a time with the worker, or both would take the second
     * step: what the log refuses leaves a gap on PostgreSQL that is waited for.
     */
    synchronized void request(ErasureId id, IdentityKey member) {
        var requested = ErasureSteps.request(id, member, links.persons(), clock.instant());
        append(requested, 0);
        destroy(requested);
    }

    private void destroy(ErasureRequested requested) {
        keys.destroy(requested.identities(), requested.erasedAt());
        append(ErasureSteps.erase(requested, links.persons()), 1);
    }

    private void append(ErasureEvent event, long sequence) {
        try {
            log.append(List.of(
                    new GenericDomainEventMessage<>(TYPE, event.erasure().value(), sequence, event)));
        } catch (DuplicateEventException e) {
            LOG.debug("{} has taken step {} already", event.erasure(), sequence);
        }
    }

    @Override
    protected synchronized void step() {
        if (!links.erasures().underWay().isEmpty() && links.caughtUp()) {
            links.erasures().underWay().forEach(this::advance);
        }
    }

    private void advance(Erasure erasure) {
        var erased = erasure.erased();
        if (erased == null) {
            destroy(erasure.requested());
        } else if (erasure.carriedOut().keySet().containsAll(settings.services())) {
            append(
                    ErasureSteps.complete(
                            erasure.requested().erasure(), receipts.sign(erasure, erased), clock.instant()),
                    2);
        }
    }
}
