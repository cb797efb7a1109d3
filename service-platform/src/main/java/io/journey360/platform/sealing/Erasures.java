package io.journey360.platform.sealing;

import io.journey360.events.IdentityKey;
import java.time.Instant;
import java.util.Optional;

/** Whose sealed data was destroyed. Blocks. */
public interface Erasures {

    /** Until when what happened to the identity was erased. */
    Optional<Instant> erasedAt(IdentityKey identity);

    /** Whether what happened to the identity then was erased, or lies before a horizon. */
    boolean isDestroyed(IdentityKey identity, SealedKind kind, Instant occurredAt);

    /** Whether what happened to the identity then lies before a horizon, as far as keys were destroyed for one. */
    boolean isBeforeHorizon(IdentityKey identity, SealedKind kind, Instant occurredAt);
}
