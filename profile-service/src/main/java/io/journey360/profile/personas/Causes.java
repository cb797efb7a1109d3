package io.journey360.profile.personas;

import io.journey360.events.Aliased;
import io.journey360.events.CatalogueEvent;
import io.journey360.events.ConsentEvent;
import io.journey360.events.CustomersMerged;
import io.journey360.events.ErasureEvent;
import io.journey360.events.Identified;
import io.journey360.events.IdentityAttached;
import io.journey360.events.JourneyEvent;
import io.journey360.events.LinkConflicted;
import io.journey360.events.MergeUndone;
import io.journey360.events.PersonaCause;
import io.journey360.events.PersonaEvent;
import io.journey360.events.ProfileOpened;
import io.journey360.events.RetentionEvent;
import io.journey360.events.Retracted;
import io.journey360.events.TraitsChanged;
import io.journey360.profile.domain.ProfileNames;
import io.journey360.profile.links.FoldedEvent;
import java.util.Objects;

/** What to call an event that made somebody enter or leave: its source's own name for it; for our own, its message. */
final class Causes {

    private Causes() {}

    static PersonaCause of(FoldedEvent folded) {
        long position = folded.position();
        var message = folded.message();
        return switch (folded.event()) {
            case JourneyEvent e -> {
                var moment = e.moment();
                var id = Objects.requireNonNullElse(moment.id(), message);
                yield PersonaCause.event(moment.source(), id, position, moment.occurredAt());
            }
            case Retracted e -> PersonaCause.event(e.source(), e.id(), position, e.occurredAt());
            case Identified e -> PersonaCause.event(e.source(), e.id(), position, e.occurredAt());
            case Aliased e -> PersonaCause.event(e.source(), e.id(), position, e.occurredAt());
            case TraitsChanged e -> PersonaCause.event(e.source(), message, position, e.occurredAt());
            case ConsentEvent e -> PersonaCause.event(e.source(), message, position, e.occurredAt());
            case IdentityAttached e -> PersonaCause.event(ProfileNames.SOURCE, message, position, e.occurredAt());
            case CustomersMerged e -> PersonaCause.event(ProfileNames.SOURCE, message, position, e.occurredAt());
            case MergeUndone e -> PersonaCause.event(ProfileNames.SOURCE, message, position, e.occurredAt());
            case ProfileOpened e -> PersonaCause.event(ProfileNames.SOURCE, message, position, e.occurredAt());
            case ErasureEvent e -> ours(folded);
            case LinkConflicted e -> ours(folded);
            case PersonaEvent e -> ours(folded);
            case RetentionEvent e -> ours(folded);
            case CatalogueEvent e -> ours(folded);
        };
    }

    private static PersonaCause ours(FoldedEvent folded) {
        return PersonaCause.event(ProfileNames.SOURCE, folded.message(), folded.position(), folded.recordedAt());
    }
}
