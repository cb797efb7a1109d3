package io.journey360.booking.bookings;

import io.journey360.events.BookingId;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.EventKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * What a customer shows or follows instead of a booking's id. Both are derived under the tenant secret, so an answer can be
 * given again without either being stored; of the token only a hash is kept, to look it up by.
 */
@Component
public final class BookingCodes {

    /** 40 bits: enough to tell a day's bookings apart at a desk, not a secret. */
    private static final int CODE_LENGTH = 8;

    private final Pseudonyms pseudonyms;

    BookingCodes(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /** To be read out at a desk; two bookings may, very rarely, share one. */
    public String code(BookingId booking) {
        return pseudonyms
                .hmac("booking-code", booking.value())
                .substring(0, CODE_LENGTH)
                .toUpperCase(Locale.ROOT);
    }

    /** 128 bits: whoever holds it may check in. */
    public String checkInToken(BookingId booking) {
        return pseudonyms.hmac("check-in-token", booking.value());
    }

    static String hash(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return EventKeys.base32(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
