package io.journey360.platform.sealing;

import io.journey360.events.IdentityKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the wrapped keys lie, with the log's durability: one entry for each identity, and an entry without key for one that was
 * erased and has had nothing sealed since. All calls block.
 */
interface Keyring {

    /**
     * @param erasedAt when the identity was erased last; what happened up to then is not sealed
     */
    record Entry(
            IdentityKey identity,
            @Nullable WrappedKey key,
            @Nullable Instant erasedAt) {}

    /**
     * @param under id of the key-encryption key
     * @param wrapped ciphertext in base64
     */
    record WrappedKey(String under, String wrapped) {}

    /** Those there are. */
    Map<IdentityKey, Entry> find(Collection<IdentityKey> identities);

    /** In one transaction, durable when it returns; an identity that has a key keeps it. */
    void insertIfAbsent(Map<IdentityKey, WrappedKey> keys);

    /**
     * In one transaction, durable when it returns. A later erasure stays if there was one.
     *
     * @return how many had a key
     */
    int destroy(Collection<IdentityKey> identities, Instant erasedAt);

    /** Removes what is left of destroyed keys beside the entries. @return false if somebody was in the way */
    boolean purge();

    /**
     * Up to {@code limit} entries whose key is wrapped under another key-encryption key than this one, by identity.
     *
     * @param after where the last page ended; the empty text at first
     */
    List<Entry> notUnder(String keyEncryptionKey, String after, int limit);

    /** Puts each key in the place of the one before it, unless that one is gone or another by now. */
    void replace(Map<Entry, WrappedKey> keys);

    /** Ids of the key-encryption keys in use, and how many keys each wraps. */
    Map<String, Long> inUse();
}
