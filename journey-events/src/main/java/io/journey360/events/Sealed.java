package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Personal text that only the key of its identity and compartment opens: {@code v2.}, the compartment, a dot and AES-GCM ciphertext in
 * unpadded base64url; {@code v1.} and ciphertext where there is no compartment. It opens in its own field of its own event only, and
 * never again once that key is destroyed.
 */
public record Sealed(@JsonValue String value) {

    private static final String PLAIN = "v1.";
    private static final String IN_COMPARTMENT = "v2.";
    private static final Pattern VERSION = Pattern.compile("v[0-9]+\\.");
    private static final boolean[] PLAIN_LETTERS = new boolean[128];

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
                .chars()
                .forEach(letter -> PLAIN_LETTERS[letter] = true);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Sealed {
        if (!VERSION.matcher(value).lookingAt() || value.endsWith(".") || value.contains("..") || !isPlain(value)) {
            throw new IllegalArgumentException("Not a sealed text");
        }
    }

    /** By a table: every sealed text that is read passes here, and on random letters anything that branches takes ten times as long. */
    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= PLAIN_LETTERS.length || !PLAIN_LETTERS[c]) {
                return false;
            }
        }
        return true;
    }

    /** @param compartment what is destroyed at once, of an identity: a kind and a UTC day; empty for what only an erasure destroys */
    public static Sealed of(String compartment, byte[] ciphertext) {
        var text = Base64.getUrlEncoder().withoutPadding().encodeToString(ciphertext);
        return new Sealed(compartment.isEmpty() ? PLAIN + text : IN_COMPARTMENT + compartment + "." + text);
    }

    /** @throws IllegalArgumentException if a later version of this program sealed it */
    public String compartment() {
        return value.startsWith(PLAIN) ? "" : value.substring(IN_COMPARTMENT.length(), ciphertextBegins() - 1);
    }

    /** @throws IllegalArgumentException if a later version of this program sealed it */
    public byte[] ciphertext() {
        return Base64.getUrlDecoder().decode(value.substring(ciphertextBegins()));
    }

    private int ciphertextBegins() {
        int last = value.lastIndexOf('.') + 1;
        if (value.startsWith(PLAIN) && last == PLAIN.length()
                || value.startsWith(IN_COMPARTMENT) && last > IN_COMPARTMENT.length()) {
            return last;
        }
        throw new IllegalArgumentException("Sealed in a way that is not known here");
    }

    /** Shows nothing: not even ciphertext belongs in a log line. */
    @Override
    public String toString() {
        return "Sealed";
    }
}
