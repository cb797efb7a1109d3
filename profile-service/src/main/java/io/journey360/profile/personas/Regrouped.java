package io.journey360.profile.personas;

import io.journey360.events.Aliased;
import io.journey360.events.CatalogueEvent;
import io.journey360.events.ConsentEvent;
import io.journey360.events.CustomersMerged;
import io.journey360.events.ErasureEvent;
import io.journey360.events.Identified;
import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.LinkConflicted;
import io.journey360.events.MergeUndone;
import io.journey360.events.PersonaEvent;
import io.journey360.events.Persons;
import io.journey360.events.ProfileErased;
import io.journey360.events.ProfileOpened;
import io.journey360.events.PublishedEvent;
import io.journey360.events.RetentionEvent;
import io.journey360.events.Retracted;
import io.journey360.events.TraitsChanged;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may be one person with others than before an event. */
final class Regrouped {

    private Regrouped() {}

    /** All identities of every person that the event made or unmade; empty for most events. */
    static Set<IdentityKey> by(PublishedEvent event, Persons before, Persons after) {
        var regrouped = new HashSet<IdentityKey>();
        for (var identity : joined(event)) {
            var were = before.identitiesOf(identity);
            var are = after.identitiesOf(identity);
            if (!were.equals(are)) {
                regrouped.addAll(were);
                regrouped.addAll(are);
            }
        }
        return regrouped;
    }

    /** What the event says of more than one identity. */
    private static List<IdentityKey> joined(PublishedEvent event) {
        return switch (event) {
            case JourneyEvent e -> both(e.moment().customer(), e.moment().anonymous());
            case IdentityAttached e -> both(e.customer(), e.anonymous());
            case Identified e -> both(e.customer(), e.anonymous());
            case Aliased e -> both(e.customer(), e.previous());
            case CustomersMerged e -> both(e.first(), e.second());
            case MergeUndone e -> both(e.first(), e.second());
            case ProfileErased e -> e.identities();
            case ErasureEvent e -> List.of();
            case ProfileOpened e -> List.of();
            case ConsentEvent e -> List.of();
            case TraitsChanged e -> List.of();
            case LinkConflicted e -> List.of();
            case Retracted e -> List.of();
            case PersonaEvent e -> List.of();
            case RetentionEvent e -> List.of();
            case CatalogueEvent e -> List.of();
        };
    }

    private static List<IdentityKey> both(@Nullable IdentityKey one, @Nullable IdentityKey other) {
        return one == null || other == null ? List.of() : List.of(one, other);
    }
}
