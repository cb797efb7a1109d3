package io.journey360.analytics.index;

import io.journey360.events.IdentityKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which persons an analysis looks at.
 *
 * @param only persons that have any of these identities; null for everybody
 * @param without of those, the persons that have any of these identities are left out
 */
public record People(@Nullable Set<IdentityKey> only, Set<IdentityKey> without) {

    public static final People ALL = new People(null, Set.of());

    public People {
        only = only == null ? null : Set.copyOf(only);
        without = Set.copyOf(without);
    }

    /** Persons that have any of these identities; everybody for null. */
    public static People only(@Nullable Set<IdentityKey> identities) {
        return identities == null ? ALL : new People(identities, Set.of());
    }
}
