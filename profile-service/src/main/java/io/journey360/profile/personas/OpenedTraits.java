package io.journey360.profile.personas;

import io.journey360.events.TraitsChanged;
import java.util.Optional;

/** How rules come by personal values: opened to be looked at, not kept. */
interface OpenedTraits {

    /** What a change says of a trait, as {@link ValueTest} takes it; empty when its key is gone. Blocks. */
    Optional<Object> value(TraitsChanged change, String name);
}
