package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The pseudonym of an identity, {@code id-} and 26 characters of base32: a keyed hash (HMAC-SHA-256 cut to 128 bits) of its
 * kind, namespace and value. Only this ever enters events, documents, URLs and logs; the value itself does not.
 *
 * <p>26 characters hold 130 bits, so the last one must be of those whose two spare bits are zero ({@code a e i m q u y 4}):
 * a key and its 128 bits are then the same thing, and whoever keeps many may keep the bits.
 */
public record IdentityKey(@JsonValue String value) implements Comparable<IdentityKey> {

    private static final String PREFIX = "id-";
    private static final int DIGITS = 26;
    private static final int LENGTH = PREFIX.length() + DIGITS;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public IdentityKey {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("Not an identity key");
        }
    }

    public static IdentityKey of(long high, long low) {
        var text = new StringBuilder(LENGTH).append(PREFIX);
        for (int digit = 0; digit < DIGITS; digit++) {
            text.append(ALPHABET.charAt(digitOf(high, low, digit)));
        }
        return new IdentityKey(text.toString());
    }

    public static boolean isWellFormed(String value) {
        if (value.length() != LENGTH || !value.startsWith(PREFIX)) {
            return false;
        }
        for (int i = PREFIX.length(); i < LENGTH; i++) {
            if (digit(value.charAt(i)) < 0) {
                return false;
            }
        }
        return (digit(value.charAt(LENGTH - 1)) & 3) == 0;
    }

    /** The first 64 of the 128 bits. */
    public long high() {
        long bits = 0;
        for (int i = 0; i < 12; i++) {
            bits = bits << 5 | digit(value.charAt(PREFIX.length() + i));
        }
        return bits << 4 | digit(value.charAt(PREFIX.length() + 12)) >> 1;
    }

    /** The last 64 of the 128 bits. */
    public long low() {
        long bits = digit(value.charAt(PREFIX.length() + 12)) & 1;
        for (int i = 13; i < 25; i++) {
            bits = bits << 5 | digit(value.charAt(PREFIX.length() + i));
        }
        return bits << 3 | digit(value.charAt(LENGTH - 1)) >> 2;
    }

    /** Compares two keys given by their bits as {@link #compareTo} does, which is not the order of the bits: base32 has its digits last, text has them first. */
    public static int compare(long high, long low, long otherHigh, long otherLow) {
        int bit = high != otherHigh
                ? Long.numberOfLeadingZeros(high ^ otherHigh)
                : 64 + Long.numberOfLeadingZeros(low ^ otherLow);
        if (bit == 128) {
            return 0;
        }
        return Integer.compare(
                rankInText(digitOf(high, low, bit / 5)), rankInText(digitOf(otherHigh, otherLow, bit / 5)));
    }

    private static int rankInText(int digit) {
        return digit + 6 & 31;
    }

    private static int digitOf(long high, long low, int digit) {
        int end = 5 * digit + 5;
        if (end <= 64) {
            return (int) (high >>> 64 - end) & 31;
        }
        if (end < 69) {
            return (int) (high << end - 64 | low >>> 128 - end) & 31;
        }
        return end <= 128 ? (int) (low >>> 128 - end) & 31 : (int) (low << end - 128) & 31;
    }

    private static int digit(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
    }

    @Override
    public int compareTo(IdentityKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
