package io.journey360.platform.identity;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Key-encryption keys written one on a line: an id, a space and 256 bits in base64. The first one wraps; those after it
 * only open what was wrapped before the first took over.
 */
final class KeyEncryptionKeys implements KeyWrap {

    static final int KEY_BYTES = 32;

    private final String current;
    private final Aead wrapping;
    private final Map<String, Aead> keys;

    private KeyEncryptionKeys(Map<String, Aead> keys) {
        this.keys = keys;
        var first = keys.entrySet().iterator().next();
        this.current = first.getKey();
        this.wrapping = first.getValue();
    }

    /** @throws IllegalArgumentException if no line, or any line, holds no key, or two have one id */
    static KeyEncryptionKeys parse(Stream<String> lines) {
        var keys = new LinkedHashMap<String, Aead>();
        lines.map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.split("\\s+"))
                .forEach(fields -> {
                    if (fields.length != 2 || keys.putIfAbsent(fields[0], aead(fields[1])) != null) {
                        throw new IllegalArgumentException("Not a list of keys");
                    }
                });
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("No key");
        }
        return new KeyEncryptionKeys(keys);
    }

    private static Aead aead(String base64) {
        var key = Base64.getDecoder().decode(base64);
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("Not a key of 256 bits");
        }
        try {
            return new AesGcmJce(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String id() {
        return current;
    }

    @Override
    public boolean knows(String id) {
        return keys.containsKey(id);
    }

    Set<String> ids() {
        return keys.keySet();
    }

    @Override
    public byte[] wrap(byte[] key, String associatedData) {
        try {
            return wrapping.encrypt(key, associatedData.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, String associatedData) {
        var name = associatedData.getBytes(StandardCharsets.UTF_8);
        for (var aead : keys.values()) {
            try {
                return aead.decrypt(wrapped, name);
            } catch (GeneralSecurityException e) {
                continue; // another one's, perhaps
            }
        }
        throw new IllegalArgumentException(
                "Not wrapped by " + String.join(" or ", keys.keySet()) + " for " + associatedData);
    }

    @Override
    public String toString() {
        return "KeyEncryptionKeys" + keys.keySet();
    }
}
