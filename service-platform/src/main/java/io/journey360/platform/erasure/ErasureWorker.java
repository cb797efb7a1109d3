package io.journey360.platform.erasure;

import io.journey360.events.ErasureCarriedOut;
import io.journey360.events.ProfileErased;
import io.journey360.platform.log.DuplicateEventException;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.KeyShredder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Carries erasures out. Each leaves the list when its event is read back, not when it was scrubbed: killed anywhere, the next start goes
 * on, and of several replicas one says so, since the event is the first and only one of its stream.
 */
public final class ErasureWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ErasureWorker.class);
    private static final String TYPE = "ErasureByService";
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Scrubber scrubber;
    private final ErasureDuties duties;
    private final KeyShredder keys;
    private final JourneyLog log;
    private final Clock clock;
    private volatile @Nullable Thread worker;

    public ErasureWorker(Scrubber scrubber, ErasureDuties duties, KeyShredder keys, JourneyLog log, Clock clock) {
        this.scrubber = scrubber;
        this.duties = duties;
        this.keys = keys;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void start() {
        var thread = Thread.ofPlatform().daemon().name("erasures").unstarted(this::work);
        worker = thread; // before it looks whether it may run
        thread.start();
    }

    private void work() {
        while (isRunning()) {
            try {
                for (var erasure : duties.due()) {
                    carryOut(erasure);
                }
            } catch (RuntimeException e) {
                if (isRunning()) {
                    LOG.warn("Erasures cannot be carried out now; trying again: {}", e.toString());
                }
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                return;
            }
        }
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

    @Override
    public void stop() {
        var running = worker;
        worker = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(STOP_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return worker != null;
    }
}
