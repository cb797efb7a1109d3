package io.journey360.profile.export;

import io.journey360.events.Aliased;
import io.journey360.events.Booked;
import io.journey360.events.Called;
import io.journey360.events.Cancelled;
import io.journey360.events.CatalogueEvent;
import io.journey360.events.CheckedIn;
import io.journey360.events.ConsentEvent;
import io.journey360.events.CustomersMerged;
import io.journey360.events.Discovered;
import io.journey360.events.ErasureEvent;
import io.journey360.events.Identified;
import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.LinkConflicted;
import io.journey360.events.MergeUndone;
import io.journey360.events.NoShow;
import io.journey360.events.PersonaEvent;
import io.journey360.events.ProfileOpened;
import io.journey360.events.PublishedEvent;
import io.journey360.events.Rescheduled;
import io.journey360.events.RetentionEvent;
import io.journey360.events.Retracted;
import io.journey360.events.Reviewed;
import io.journey360.events.Sealed;
import io.journey360.events.Served;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.log.EventKeys;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where an event holds sealed texts, and what each was sealed under. */
final class SealedTexts {

    /** @param pointer within the event's JSON */
    record Place(String pointer, IdentityKey of, String eventKey, String field, Sealed sealed) {}

    private SealedTexts() {}

    /** @param message the identifier the event has in the log */
    static List<Place> of(PublishedEvent event, String message) {
        return switch (event) {
            case Reviewed e -> {
                var id = Objects.requireNonNullElse(e.moment().id(), message);
                yield place(
                        "text", e.moment().identity(), EventKeys.key(e.moment().source(), id), e.text());
            }
            case Booked e ->
                place(
                        "contact",
                        e.moment().identity(),
                        Objects.requireNonNullElse(e.moment().booking(), message),
                        e.contact());
            case Discovered e -> List.of();
            case Interacted e -> List.of();
            case Rescheduled e -> List.of();
            case Cancelled e -> List.of();
            case CheckedIn e -> List.of();
            case Called e -> List.of();
            case Served e -> List.of();
            case NoShow e -> List.of();
            case Retracted e -> List.of();
            case ProfileOpened e -> List.of();
            case IdentityAttached e -> List.of();
            case Identified e -> List.of();
            case Aliased e -> List.of();
            case CustomersMerged e -> List.of();
            case MergeUndone e -> List.of();
            case LinkConflicted e -> List.of();
            case ConsentEvent e -> place("evidence", e.identity(), e.statement(), e.evidence());
            case TraitsChanged e ->
                e.changed().entrySet().stream()
                        .map(trait -> new Place(
                                "/changed/" + trait.getKey(),
                                e.identity(),
                                e.change(),
                                trait.getKey(),
                                trait.getValue()))
                        .toList();
            case ErasureEvent e -> List.of();
            case PersonaEvent e -> List.of();
            case RetentionEvent e -> List.of();
            case CatalogueEvent e -> List.of();
        };
    }

    private static List<Place> place(String field, IdentityKey of, String eventKey, @Nullable Sealed sealed) {
        return sealed == null ? List.of() : List.of(new Place("/" + field, of, eventKey, field, sealed));
    }
}
