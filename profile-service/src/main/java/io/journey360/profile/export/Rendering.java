package io.journey360.profile.export;

import java.util.List;

/** How an export is written, piece by piece. */
interface Rendering {

    String head(Holding holding);

    /** @param number of the event, from 1 */
    String event(ToldEvent event, long number);

    /** What may stand anywhere between events and says nothing: it shows that somebody is still at it. */
    default String nothing() {
        return "\n";
    }

    /**
     * @param bookings that the events come to
     * @param events how many there were
     * @param unreadable texts that cannot be opened any more
     */
    String tail(List<Bookings.Booking> bookings, long events, long unreadable);
}
