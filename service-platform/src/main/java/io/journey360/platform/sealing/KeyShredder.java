package io.journey360.platform.sealing;

import io.journey360.events.IdentityKey;
import java.time.Instant;
import java.util.Collection;

/** Destroys the keys of identities: nothing that was sealed under them is ever read again. All calls block. */
public interface KeyShredder extends Erasures {

    /**
     * The keys are gone from the store when this returns, and this process has forgotten them; another one that has just used
     * one forgets it within five seconds. What happened up to {@code erasedAt} is sealed no more. May be repeated.
     *
     * @return how many keys there were to destroy
     */
    int destroy(Collection<IdentityKey> identities, Instant erasedAt);

    /** Drops what this process keeps of their keys, which another one has destroyed. */
    void forget(Collection<IdentityKey> identities);

    /**
     * Removes what the store may still hold of destroyed keys beside its tables.
     *
     * @return false when somebody was reading and it must be tried again
     */
    boolean purge();
}
