package io.journey360.platform.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The key of an event: what (source, id) is called in the log, in documents and in receipts. */
public final class EventKeys {

    private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    });

    private EventKeys() {}

    /** base32(SHA-256(length(source) ‖ source ‖ id)), lower case without padding: 52 characters. The length is of 4 bytes. */
    public static String key(String source, String id) {
        var digest = SHA_256.get();
        var sourceBytes = source.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(sourceBytes.length).array());
        digest.update(sourceBytes);
        return base32(digest.digest(id.getBytes(StandardCharsets.UTF_8)));
    }

    /** RFC 4648 base32 in lower case without padding. */
    public static String base32(byte[] bytes) {
        var text = new StringBuilder((bytes.length * 8 + 4) / 5);
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = buffer << 8 | b & 0xff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET[buffer >> bits & 31]);
            }
        }
        if (bits > 0) {
            text.append(ALPHABET[buffer << 5 - bits & 31]);
        }
        return text.toString();
    }
}
