package io.journey360.platform.sealing;

import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Seals personal text under a key of the identity it tells of. Call it before the event is appended: when it returns, the key is
 * durable. Blocks.
 */
public interface Sealer {

    /**
     * What is to be sealed, and where it will stand.
     *
     * @param eventKey names the event; with the field it binds the sealed text to its place
     * @param occurredAt when what it tells of happened to the customer
     */
    record Plain(IdentityKey of, String eventKey, String field, String text, SealedKind kind, Instant occurredAt) {

        /** The text itself belongs in no log line. */
        @Override
        public String toString() {
            return "Plain[" + of + ", " + eventKey + ", " + field + "]";
        }
    }

    /**
     * Each text sealed, in order; empty where the identity was erased when or after it happened, or it lies before a horizon of its
     * kind: such a text is to be dropped, and the event kept. Keys that are new become durable in one transaction.
     */
    List<Optional<Sealed>> seal(List<Plain> texts);

    default Optional<Sealed> seal(
            IdentityKey of, String eventKey, String field, String text, SealedKind kind, Instant occurredAt) {
        return seal(List.of(new Plain(of, eventKey, field, text, kind, occurredAt)))
                .getFirst();
    }
}
