package io.journey360.platform.sealing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What a text belongs to: a horizon destroys the texts of a kind up to a day, so each kind and UTC day has a key of its own. */
public enum SealedKind {
    REVIEWED("reviewed"),
    BOOKED("booked"),
    TRAITS("traits"),
    /** Evidence stays for as long as the identity does: no horizon reaches it. */
    CONSENT("");

    private final String wireName;

    SealedKind(String wireName) {
        this.wireName = wireName;
    }

    /** As a horizon names it: a journey event's wire name, or {@code traits}. */
    String wireName() {
        return wireName;
    }

    Compartment compartment(Instant occurredAt) {
        return this == CONSENT
                ? Compartment.NONE
                : new Compartment(wireName, LocalDate.ofInstant(occurredAt, ZoneOffset.UTC));
    }
}
