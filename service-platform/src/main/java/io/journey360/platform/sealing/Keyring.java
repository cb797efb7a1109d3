package io.journey360.platform.sealing;

import io.journey360.events.IdentityKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the wrapped keys lie, with the log's durability, and beside them marks that say what was destroyed. All calls block, and
 * what they write is durable when they return.
 */
interface Keyring {

    record Entry(KeyName name, WrappedKey key) {}

    /**
     * @param under id of the key-encryption key
     * @param wrapped ciphertext in base64
     */
    record WrappedKey(String under, String wrapped) {}

    /**
     * What was destroyed.
     *
     * @param of whose; null for everybody's
     * @param kind the wire name; empty for everything the identity had
     */
    record Mark(@Nullable IdentityKey of, String kind) {}

    /** Those there are. */
    Map<KeyName, WrappedKey> find(Collection<KeyName> names);

    /**
     * A key that is there stays.
     *
     * @return names of keys that are certainly these now; of others the one that is there has to be asked for
     */
    Set<KeyName> insertIfAbsent(Map<KeyName, WrappedKey> keys);

    /** The marks of these identities and of everybody: what happened before the instant is gone. */
    Map<Mark, Instant> marks(Collection<IdentityKey> identities);

    /** A later instant stays if there was one. */
    void mark(Collection<Mark> marks, Instant before);

    /** @return how many keys these identities had */
    int destroy(Collection<IdentityKey> identities);

    /**
     * @param identities everybody if there is none
     * @param before the day itself stays
     * @return how many keys there were
     */
    int destroy(Collection<IdentityKey> identities, Collection<String> kinds, LocalDate before);

    /** Removes what is left of destroyed keys beside the entries. @return false if somebody was in the way */
    boolean purge();

    /**
     * Up to {@code limit} keys that are wrapped under another key-encryption key than this one, in an order that stays.
     *
     * @param after where the last page ended; null at first
     */
    List<Entry> notUnder(String keyEncryptionKey, @Nullable KeyName after, int limit);

    /** Puts each key in the place of the one before it, unless that one is gone or another by now. */
    void replace(Map<Entry, WrappedKey> keys);

    /** Ids of the key-encryption keys in use, and how many keys each wraps. */
    Map<String, Long> inUse();
}
