package io.journey360.analytics.index;

import io.journey360.events.IdentityKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which persons an analysis looks at: those that meet every demand.
 *
 * @param demands none for everybody
 */
public record People(List<Demand> demands) {

    public static final People ALL = new People(List.of());

    public People {
        demands = List.copyOf(demands);
    }

    /**
     * On the identities that a person has.
     *
     * @param any whether the person is to have any of these, or none
     */
    record Demand(IdentitySet identities, boolean any) {

        boolean isMetBy(Collection<IdentityKey> person) {
            return person.stream().anyMatch(identities::contains) == any;
        }
    }

    /** Persons that have any of these identities; everybody for null. */
    public static People only(@Nullable Collection<IdentityKey> identities) {
        return identities == null ? ALL : ALL.having(IdentitySet.of(identities));
    }

    /** Of these persons, those that have any of the identities. */
    public People having(IdentitySet identities) {
        return and(new Demand(identities, true));
    }

    /** Of these persons, those that have none of the identities. */
    public People without(IdentitySet identities) {
        return identities.size() == 0 ? this : and(new Demand(identities, false));
    }

    /** As {@link #without(IdentitySet)}. */
    public People without(Collection<IdentityKey> identities) {
        return without(IdentitySet.of(identities));
    }

    private People and(Demand demand) {
        var all = new ArrayList<>(demands);
        all.add(demand);
        return new People(all);
    }

    /** @param person all identities that a person has */
    public boolean include(Collection<IdentityKey> person) {
        return demands.stream().allMatch(demand -> demand.isMetBy(person));
    }
}
