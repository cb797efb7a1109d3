package io.journey360.platform.scrubbing;

import io.journey360.events.ErasureCarriedOut;
import io.journey360.events.ProfileErased;
import io.journey360.events.PublishedEvent;
import io.journey360.events.RetentionCarriedOut;
import io.journey360.events.RetentionDue;
import io.journey360.platform.log.DuplicateEventException;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.KeyShredder;
import io.journey360.platform.work.RepeatedWork;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what a service has to scrub. Each duty leaves the list when its event is read back, not when it was scrubbed: killed
 * anywhere, the next start goes on, and of several replicas one says so, since the event is the first and only one of its stream.
 */
public final class ScrubWorker extends RepeatedWork {

    private static final Logger LOG = LoggerFactory.getLogger(ScrubWorker.class);
    private static final String ERASURE = "ErasureByService";
    private static final String RETENTION = "RetentionByService";
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Scrubber scrubber;
    private final ScrubDuties duties;
    private final KeyShredder keys;
    private final JourneyLog log;
    private final Clock clock;

    public ScrubWorker(Scrubber scrubber, ScrubDuties duties, KeyShredder keys, JourneyLog log, Clock clock) {
        super("scrubbing", LOOK);
        this.scrubber = scrubber;
        this.duties = duties;
        this.keys = keys;
        this.log = log;
        this.clock = clock;
    }

    /** Where the service says that it has carried a duty out. */
    public static String stream(String duty, String service) {
        return duty + "-" + service;
    }

    @Override
    protected void step() {
        duties.erasures().forEach(this::carryOut);
        duties.retentions().forEach(this::carryOut);
    }

    private void carryOut(ProfileErased erasure) {
        keys.forget(erasure.identities());
        carryOut(ERASURE, erasure.erasure().value(), () -> {
            var counts = scrubber.scrub(erasure);
            return new ErasureCarriedOut(erasure.erasure(), scrubber.service(), counts, clock.instant());
        });
    }

    private void carryOut(RetentionDue due) {
        keys.forget(due.kinds(), LocalDate.ofInstant(due.before(), ZoneOffset.UTC), due.identities());
        carryOut(RETENTION, due.run().value(), () -> {
            var counts = scrubber.scrub(due);
            return new RetentionCarriedOut(due.rule(), due.run(), scrubber.service(), counts, clock.instant());
        });
    }

    private void carryOut(String type, String duty, Supplier<PublishedEvent> scrubbing) {
        var stream = stream(duty, scrubber.service());
        if (isSaid(stream)) {
            return; // done, and not read back yet
        }
        try {
            var done = scrubbing.get();
            if (!isSaid(stream)) { // an append that the log refuses costs every reader of PostgreSQL a minute
                log.append(List.of(new GenericDomainEventMessage<>(type, stream, 0, done)));
            }
        } catch (ScrubLater e) {
            LOG.debug("{} waits: {}", duty, e.getMessage());
        } catch (DuplicateEventException e) {
            LOG.debug("{} was carried out by another replica", duty);
        }
    }

    private boolean isSaid(String stream) {
        return !log.existing(List.of(stream)).isEmpty();
    }
}
