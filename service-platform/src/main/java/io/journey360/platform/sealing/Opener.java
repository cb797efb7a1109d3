package io.journey360.platform.sealing;

import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import java.util.Optional;

/** Opens what was sealed, for those who may read it: on each read, never to be stored open. Blocks. */
public interface Opener {

    /** The text; empty when its key is gone or never was this, or it does not belong in this field of this event. */
    Optional<String> open(IdentityKey of, String eventKey, String field, Sealed sealed);
}
