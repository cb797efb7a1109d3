package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Personal text that only the key of its identity opens: {@code v1.} and AES-GCM ciphertext in unpadded base64url. It opens in
 * its own field of its own event only, and never again once that key is destroyed.
 */
public record Sealed(@JsonValue String value) {

    private static final String VERSION = "v1.";
    private static final Pattern FORM = Pattern.compile("v[0-9]+\\.[A-Za-z0-9_-]+");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Sealed {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a sealed text");
        }
    }

    public static Sealed of(byte[] ciphertext) {
        return new Sealed(VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(ciphertext));
    }

    /** @throws IllegalArgumentException if a later version of this program sealed it */
    public byte[] ciphertext() {
        if (!value.startsWith(VERSION)) {
            throw new IllegalArgumentException("Sealed in a way that is not known here");
        }
        return Base64.getUrlDecoder().decode(value.substring(VERSION.length()));
    }

    /** Shows nothing: not even ciphertext belongs in a log line. */
    @Override
    public String toString() {
        return "Sealed";
    }
}
