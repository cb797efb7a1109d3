package io.journey360.analytics.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Numbers bookings, which are named by (source, booking). Kept by a 128-bit hash of that, because there are too many of them
 * to keep their names.
 */
final class Bookings {

    private static final long NOBODY = 0;

    private final MessageDigest sha256;
    private final Keys keys = new Keys(1024);

    /** By booking, a hash of the one identity it has events of. */
    private long[] owners = new long[1024];

    /** One bit per booking: events of several identities carry it. Set before the row that says so is published. */
    private volatile long[] shared = new long[1024 / 64];

    Bookings() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    int number(String source, String booking, long identityHigh, long identityLow) {
        var sourceBytes = source.getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(4).putInt(sourceBytes.length).flip());
        sha256.update(sourceBytes);
        var hash = ByteBuffer.wrap(sha256.digest(booking.getBytes(StandardCharsets.UTF_8)));
        int number = keys.add(hash.getLong(), hash.getLong());
        if (number == owners.length) {
            owners = Arrays.copyOf(owners, number * 2);
            shared = Arrays.copyOf(shared, number * 2 / 64);
        }
        long owner = identityHigh * 31 + identityLow | 1;
        if (owners[number] == NOBODY) {
            owners[number] = owner;
        } else if (owners[number] != owner) {
            shared[number >> 6] |= 1L << number;
        }
        return number;
    }

    /** A bit per booking, set for those with events of several identities. */
    long[] shared() {
        return shared;
    }

    long bytes() {
        return keys.bytes() + 8L * (owners.length + shared.length);
    }
}
