package io.journey360.platform.operations;

import io.journey360.platform.log.JourneyLog;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up once every view has passed the head the log had at the start, and up from then on: who falls behind later is slow, but
 * taking it out of service would only make the others slower.
 */
final class CaughtUp implements HealthIndicator {

    private final JourneyLog log;
    private final Views views;
    private volatile @Nullable Long headAtStart;
    private volatile boolean caughtUp;

    CaughtUp(JourneyLog log, Views views) {
        this.log = log;
        this.views = views;
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
        if (views.haveReached(head)) {
            caughtUp = true;
            return Health.up().build();
        }
        return Health.outOfService()
                .withDetail("headAtStart", head)
                .withDetail("views", views.positions())
                .build();
    }
}
