package io.journey360.platform.sealing;

import io.journey360.events.IdentityKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;

/**
 * Destroys keys: nothing that was sealed under them is ever read again. They are gone from the store when a call returns, and this
 * process has forgotten them; another one that has just used one forgets it within five seconds. Every call may be repeated. All block.
 */
public interface KeyShredder extends Erasures {

    /**
     * All that the identities have. What happened up to {@code erasedAt} is sealed no more.
     *
     * @return how many keys there were to destroy
     */
    int destroy(Collection<IdentityKey> identities, Instant erasedAt);

    /**
     * What of these kinds happened before the UTC day. Such a thing is sealed no more.
     *
     * @param kinds wire names; those nothing is sealed of are passed over
     * @param identities whose; everybody's if there is none
     * @return how many keys there were to destroy
     */
    int destroy(Collection<String> kinds, LocalDate before, Collection<IdentityKey> identities);

    /** Drops what this process keeps of their keys, which another one has destroyed. */
    void forget(Collection<IdentityKey> identities);

    /** As above, with the same arguments as the call that destroyed them. */
    void forget(Collection<String> kinds, LocalDate before, Collection<IdentityKey> identities);

    /**
     * Removes what the store may still hold of destroyed keys beside its tables.
     *
     * @return false when somebody was reading and it must be tried again
     */
    boolean purge();
}
