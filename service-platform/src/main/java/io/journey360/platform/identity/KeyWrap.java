package io.journey360.platform.identity;

/** Wraps keys under the key-encryption key of the key file, so that they can lie in a store (AES-GCM). */
public interface KeyWrap {

    /**
     * The key as it may be stored.
     *
     * @param associatedData what the key is for: a wrapped key opens under the same name only, so it cannot be moved
     */
    byte[] wrap(byte[] key, String associatedData);

    /**
     * The key again.
     *
     * @throws IllegalArgumentException if it was not wrapped under this key-encryption key and name
     */
    byte[] unwrap(byte[] wrapped, String associatedData);
}
