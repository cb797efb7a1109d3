package io.journey360.platform.operations;

import io.journey360.platform.log.JourneyLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up once every view has passed the head the log had at the start, and up from then on: who falls behind later is slow, but
 * taking it out of service would only make the others slower.
 */
final class CaughtUp implements HealthIndicator {

    /** With other replicas at work this one may never get a segment of some processor. */
    private static final Duration WAIT_FOR_SEGMENTS = Duration.ofSeconds(15);

    private final JourneyLog log;
    private final Views views;
    private final Clock clock;
    private final Instant started;
    private volatile @Nullable Long headAtStart;
    private volatile boolean caughtUp;

    CaughtUp(JourneyLog log, Views views, Clock clock) {
        this.log = log;
        this.views = views;
        this.clock = clock;
        this.started = clock.instant();
    }

    @Override
    public Health health() {
        if (caughtUp) {
            return Health.up().build();
        }
        var head = headAtStart;
        if (head == null) {
            head = log.head();
            headAtStart = head;
        }
        var begun =
                views.haveBegun() || Duration.between(started, clock.instant()).compareTo(WAIT_FOR_SEGMENTS) > 0;
        if (begun && views.haveReached(head)) {
            caughtUp = true;
            return Health.up().build();
        }
        return Health.outOfService()
                .withDetail("headAtStart", head)
                .withDetail("views", views.positions())
                .build();
    }
}
