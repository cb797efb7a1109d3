package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The pseudonym of an identity, {@code id-} and 26 characters of base32: a keyed hash (HMAC-SHA-256 cut to 128 bits) of its
 * kind, namespace and value. Only this ever enters events, documents, URLs and logs; the value itself does not.
 */
public record IdentityKey(@JsonValue String value) implements Comparable<IdentityKey> {

    private static final Pattern FORM = Pattern.compile("id-[a-z2-7]{26}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public IdentityKey {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("Not an identity key");
        }
    }

    public static boolean isWellFormed(String value) {
        return FORM.matcher(value).matches();
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
