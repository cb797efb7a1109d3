package io.journey360.platform.erasure;

import io.journey360.events.ErasureCarriedOut;
import io.journey360.events.ProfileErased;
import io.journey360.platform.log.DuplicateEventException;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.KeyShredder;
import io.journey360.platform.work.RepeatedWork;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries erasures out. Each leaves the list when its event is read back, not when it was scrubbed: killed anywhere, the next start goes
 * on, and of several replicas one says so, since the event is the first and only one of its stream.
 */
public final class ErasureWorker extends RepeatedWork {

    private static final Logger LOG = LoggerFactory.getLogger(ErasureWorker.class);
    private static final String TYPE = "ErasureByService";
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Scrubber scrubber;
    private final ErasureDuties duties;
    private final KeyShredder keys;
    private final JourneyLog log;
    private final Clock clock;

    public ErasureWorker(Scrubber scrubber, ErasureDuties duties, KeyShredder keys, JourneyLog log, Clock clock) {
        super("erasures", LOOK);
        this.scrubber = scrubber;
        this.duties = duties;
        this.keys = keys;
        this.log = log;
        this.clock = clock;
    }

    @Override
    protected void step() {
        duties.due().forEach(this::carryOut);
    }

    private void carryOut(ProfileErased erasure) {
        keys.forget(erasure.identities());
        var stream = erasure.erasure() + "-" + scrubber.service();
        if (!log.existing(List.of(stream)).isEmpty()) {
            return; // done, and not read back yet
        }
        try {
            var counts = scrubber.scrub(erasure);
            var now = clock.instant();
            log.append(List.of(new GenericDomainEventMessage<>(
                    TYPE, stream, 0, new ErasureCarriedOut(erasure.erasure(), scrubber.service(), counts, now))));
        } catch (ScrubLater e) {
            LOG.debug("{} waits: {}", erasure.erasure(), e.getMessage());
        } catch (DuplicateEventException e) {
            LOG.debug("{} was carried out by another replica", erasure.erasure());
        }
    }
}
