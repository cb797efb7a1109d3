package io.journey360.platform.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** Key-encryption keys for tests of other packages. */
public final class KeysForTests {

    private KeysForTests() {}

    /** The first of the ids wraps; a key follows from its id. */
    public static KeySource source(String... ids) {
        return new KeySecret(Arrays.stream(ids).map(KeysForTests::line).collect(Collectors.joining(";")));
    }

    public static String line(String id) {
        try {
            var key = MessageDigest.getInstance("SHA-256").digest(id.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return id + " " + Base64.getEncoder().encodeToString(key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
