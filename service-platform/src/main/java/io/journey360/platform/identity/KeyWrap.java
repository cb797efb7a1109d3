package io.journey360.platform.identity;

/**
 * Wraps keys under the key-encryption key, so that they can lie in a store. The key file and the environment's secret do it with
 * AES-GCM; a key management service is another one of these, given by a {@link KeySource}.
 */
public interface KeyWrap {

    /** Names the key that wraps now. */
    String id();

    /** Whether what was wrapped under the key of this id can be unwrapped. */
    boolean knows(String id);

    /**
     * The key as it may be stored.
     *
     * @param associatedData what the key is for: a wrapped key opens under the same name only, so it cannot be moved
     */
    byte[] wrap(byte[] key, String associatedData);

    /**
     * The key again, whichever of the known keys it was wrapped under.
     *
     * @throws IllegalArgumentException if it was wrapped under none of them, or under another name
     */
    byte[] unwrap(byte[] wrapped, String associatedData);
}
