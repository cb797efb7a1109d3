package io.journey360.platform.sealing;

import io.journey360.events.IdentityKey;
import java.util.Comparator;

/** Which key. */
record KeyName(IdentityKey identity, Compartment compartment) implements Comparable<KeyName> {

    private static final Comparator<KeyName> IN_ORDER =
            Comparator.comparing(KeyName::identity).thenComparing(KeyName::compartment);

    /** {@code id-…/reviewed-2026-05-01}; the identity alone for what is in no compartment. */
    @Override
    public String toString() {
        return compartment.equals(Compartment.NONE) ? identity.value() : identity + "/" + compartment;
    }

    @Override
    public int compareTo(KeyName other) {
        return IN_ORDER.compare(this, other);
    }
}
