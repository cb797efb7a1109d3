package io.journey360.touchpoint.collector;

import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.TouchpointViews;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/**
 * Axon Server checks that a stream is new in its recent segments only. There the receipts must catch what is older, so while they are far
 * behind nothing is taken in.
 */
@Component
public class ReceiptsLag implements DisposableBean {

    private static final long MOST_EVENTS = 100_000;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final JourneyLog log;
    private final EventProcessingConfiguration processing;
    private final Disposable looking;
    private volatile boolean isBehind;

    ReceiptsLag(
            @Value("${journey.log:embedded}") String where, JourneyLog log, EventProcessingConfiguration processing) {
        this.log = log;
        this.processing = processing;
        this.isBehind = where.equals("axon-server"); // until looked
        this.looking = isBehind
                ? Schedulers.boundedElastic()
                        .schedulePeriodically(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)
                : Disposables.disposed();
    }

    /** @throws Problem 503 while the receipts are too far behind the log */
    public void check() {
        if (isBehind) {
            throw Problem.of(503, "catching-up", "The collector is still reading what was collected before")
                    .retryAfter(Duration.ofSeconds(10));
        }
    }

    private void look() {
        isBehind = log.head() - reached() > MOST_EVENTS;
    }

    private long reached() {
        return processing.eventProcessor(TouchpointViews.GROUP, StreamingEventProcessor.class).stream()
                .flatMap(processor -> processor.processingStatus().values().stream())
                .mapToLong(status -> log.position(status.getTrackingToken()))
                .min()
                .orElse(0);
    }

    @Override
    public void destroy() {
        looking.dispose();
    }
}
