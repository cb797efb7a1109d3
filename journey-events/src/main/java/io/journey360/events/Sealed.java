package io.journey360.events;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Base64;

/**
 * Personal text that only the key of its identity and compartment opens: {@code v2.}, the compartment, a dot and AES-GCM ciphertext in
 * unpadded base64url; {@code v1.} and ciphertext where there is no compartment. It opens in its own field of its own event only, and
 * never again once that key is destroyed.
 */
public record Sealed(@JsonValue String value) {

    private static final String PLAIN = "v1.";
    private static final String IN_COMPARTMENT = "v2.";
    private static final byte[] NOT_PLAIN = new byte[256];

    static {
        Arrays.fill(NOT_PLAIN, (byte) 1);
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
                .chars()
                .forEach(letter -> NOT_PLAIN[letter] = 0);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Sealed {
        if (!hasVersion(value) || value.endsWith(".") || value.contains("..") || !isPlain(value)) {
            throw new IllegalArgumentException("Not a sealed text");
        }
    }

    /** {@code v}, a number and a dot. */
    private static boolean hasVersion(String value) {
        int dot = value.indexOf('.');
        for (int i = 1; i < dot; i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return dot > 1 && value.charAt(0) == 'v';
    }

    /** Without a branch: every sealed text that is read passes here, and on random letters anything that branches takes ten times as long. */
    private static boolean isPlain(String value) {
        int others = 0;
        for (byte letter : value.getBytes(ISO_8859_1)) { // any other letter becomes a question mark
            others |= NOT_PLAIN[letter & 0xff];
        }
        return others == 0;
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
