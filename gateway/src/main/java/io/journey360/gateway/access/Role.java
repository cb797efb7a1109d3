package io.journey360.gateway.access;

import java.util.Locale;

/** What a credential may be used for; none includes another. */
public enum Role {
    /** Sends events in, for the sources its key is bound to. */
    INGEST,
    /** Stands in a web page, where anybody can read it: sends anonymous events and claims customers to the Segment API, no more. */
    BROWSER,
    /** Takes care of bookings, check-ins and queues. */
    DESK,
    /** Sees figures. */
    ANALYST,
    /** Sees the people behind figures, the 360° view and the live stream. */
    IDENTIFIED,
    /** Exports and erases what is held about a person. */
    PRIVACY,
    /** Sets things up and repairs them. */
    ADMIN;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
