package io.journey360.analytics.facts;

import io.journey360.events.IdentityKey;
import java.time.Instant;

/**
 * The {@code _id} of a fact: {@code identity|time|key}. The time is milliseconds since 1970 as 16 hexadecimal digits with the
 * sign bit flipped, so that the order of strings is the order of time, before 1970 too.
 */
final class FactIds {

    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final int TIME_DIGITS = 16;

    private FactIds() {}

    static String of(IdentityKey identity, Instant occurredAt, String key) {
        return upToTime(identity, millis(occurredAt), key.length())
                .append('|')
                .append(key)
                .toString();
    }

    private static StringBuilder upToTime(IdentityKey identity, long millis, int more) {
        var prefix = identity.value();
        var id = new StringBuilder(prefix.length() + TIME_DIGITS + more + 2);
        id.append(prefix).append('|');
        long bits = millis ^ Long.MIN_VALUE;
        for (int shift = 60; shift >= 0; shift -= 4) {
            id.append(HEX[(int) (bits >>> shift) & 15]);
        }
        return id;
    }

    /** Every fact of the identity lies at or above this and below {@link #end}. */
    static String start(IdentityKey identity) {
        return identity.value() + '|';
    }

    static String end(IdentityKey identity) {
        return identity.value() + '}'; // the character after |
    }

    /** Every fact of the identity at or after the time lies at or above this. */
    static String start(IdentityKey identity, long millis) {
        return upToTime(identity, millis, 1).append('|').toString();
    }

    /** Every fact of the identity at or before the time lies below this. */
    static String end(IdentityKey identity, long millis) {
        return upToTime(identity, millis, 1).append('}').toString();
    }

    static String key(String factId) {
        return factId.substring(factId.lastIndexOf('|') + 1);
    }

    /** A time beyond what milliseconds in a long can tell is taken as the furthest they can. */
    static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
