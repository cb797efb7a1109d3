package io.journey360.booking.bookings;

import io.journey360.events.BookingId;
import io.journey360.events.IdentityKey;
import io.journey360.events.Moment;
import io.journey360.events.Sealed;
import io.journey360.platform.sealing.Erasures;
import io.journey360.platform.sealing.Opener;
import io.journey360.platform.sealing.SealedKind;
import io.journey360.platform.sealing.Sealer;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How customers are reached about their bookings: sealed under their identity, opened only on being shown. All calls block. */
@Component
public class Contacts {

    private static final String FIELD = "contact";

    private final Sealer sealer;
    private final Opener opener;
    private final Erasures erasures;
    private final JsonMapper json;
    private final Clock clock;

    Contacts(Sealer sealer, Opener opener, Erasures erasures, JsonMapper json, Clock clock) {
        this.sealer = sealer;
        this.opener = opener;
        this.erasures = erasures;
        this.json = json;
        this.clock = clock;
    }

    /** @return null when the customer is being erased this very moment */
    public @Nullable Sealed seal(IdentityKey customer, BookingId booking, String contact) {
        return sealer.seal(customer, booking.value(), FIELD, contact, SealedKind.BOOKED, clock.instant())
                .orElse(null);
    }

    /** As it was given; empty when it cannot be read any more. */
    Optional<JsonNode> open(IdentityKey customer, BookingId booking, Sealed contact) {
        return opener.open(customer, booking.value(), FIELD, contact).map(json::readTree);
    }

    /** Whether a contact given then was destroyed since: a document made from its event is to be made without it. */
    boolean isDestroyed(Moment given) {
        return isDestroyed(given.identity(), given.occurredAt());
    }

    boolean isDestroyed(IdentityKey customer, Instant givenAt) {
        return erasures.isDestroyed(customer, SealedKind.BOOKED, givenAt);
    }

    /** Whether nothing booked by then is kept. */
    boolean isKeptNoLonger(Moment moment) {
        return erasures.isBeforeHorizon(moment.identity(), SealedKind.BOOKED, moment.occurredAt());
    }
}
