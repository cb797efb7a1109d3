package io.journey360.analytics.explain;

import io.journey360.events.IdentityKey;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one unit gave to a figure. The order never changes as of one position: by person, then by the first event's position, then
 * as the unit gave them.
 *
 * @param people whose events these are, whether they may be named or not; more than one for a booking that several share
 * @param named those of them who may be named with all of their events here
 * @param value not a number when the contribution is only counted
 */
record Contribution(Place place, Set<IdentityKey> people, Set<IdentityKey> named, double value, Event[] events) {

    /**
     * @param person null when the person may not be named: in no order that would tell which contributions are one person's
     * @param ordinal tells contributions of one unit apart
     */
    record Place(@Nullable IdentityKey person, long firstPosition, int ordinal) implements Comparable<Place> {

        private static final Comparator<Place> ORDER = Comparator.comparing(
                        Place::person, Comparator.nullsLast(Comparator.<IdentityKey>naturalOrder()))
                .thenComparingLong(Place::firstPosition)
                .thenComparingInt(Place::ordinal);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** @param timeMillis when it happened, since 1970 */
    record Event(long position, long timeMillis) {}
}
