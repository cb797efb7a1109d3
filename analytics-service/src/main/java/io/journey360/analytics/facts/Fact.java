package io.journey360.analytics.facts;

import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Moment;
import java.time.Instant;
import java.util.Comparator;

/**
 * A journey event as the log holds it.
 *
 * @param key names the event everywhere: a hash of its source and id
 * @param id the source's id of the event
 * @param position where in the log
 * @param recordedAt when the log learnt it
 */
public record Fact(String key, String id, long position, Instant recordedAt, JourneyEvent event) {

    /** The order of a person's events: time in milliseconds, then stage order, then the log's order. */
    public static final Comparator<Fact> IN_TIME = Comparator.comparingLong(Fact::occurredAtMillis)
            .thenComparing(fact -> fact.event().type())
            .thenComparingLong(Fact::position);

    public Moment moment() {
        return event.moment();
    }

    public IdentityKey identity() {
        return event.moment().identity();
    }

    public long occurredAtMillis() {
        return FactIds.millis(event.moment().occurredAt());
    }
}
