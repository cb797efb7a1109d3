package io.journey360.profile.links;

import io.journey360.events.Aliased;
import io.journey360.events.CatalogueEvent;
import io.journey360.events.ConsentEvent;
import io.journey360.events.ConsentHistory;
import io.journey360.events.CustomersMerged;
import io.journey360.events.ErasureEvent;
import io.journey360.events.Horizons;
import io.journey360.events.Identified;
import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityGraph.Outcome.Conflicted;
import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.events.JourneyEvent;
import io.journey360.events.LinkConflicted;
import io.journey360.events.MergeUndone;
import io.journey360.events.PersonaEvent;
import io.journey360.events.Persons;
import io.journey360.events.ProfileErased;
import io.journey360.events.ProfileOpened;
import io.journey360.events.PublishedEvent;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionEvent;
import io.journey360.events.Retracted;
import io.journey360.events.TraitHistory;
import io.journey360.events.TraitsChanged;
import io.journey360.profile.domain.RecordConflict;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the log says about identities, event by event in position order. One thread folds, any may read. An identity that was
 * seen but never linked takes about 30 bytes, a link about 120.
 */
final class LinkFold {

    private static final String TRAITS = "traits";

    private final IdentityGraph graph = new IdentityGraph();
    private final IdentitySet unlinkedCustomers = new IdentitySet();
    private final IdentitySet unlinkedAnonymous = new IdentitySet();
    private final IdentitySet opened = new IdentitySet();
    private final Set<IdentityKey> closed = ConcurrentHashMap.newKeySet();
    private final ErasureHistory erasures = new ErasureHistory();
    private final OpenConflicts conflicts = new OpenConflicts();
    private final ConsentHistory consents = new ConsentHistory();
    private final TraitHistory traits = new TraitHistory();
    private final Horizons horizons = new Horizons();

    void fold(long position, Instant recordedAt, PublishedEvent event) {
        if (graph.apply(position, event) instanceof Conflicted conflict) {
            conflicts.found(
                    new RecordConflict(conflict.anonymous(), conflict.first(), conflict.other(), position, recordedAt));
        }
        switch (event) {
            case JourneyEvent e -> {
                seen(e.moment().customer(), IdentityKind.CUSTOMER);
                seen(e.moment().anonymous(), IdentityKind.ANONYMOUS);
            }
            case ProfileOpened e -> {
                opened.add(e.identity());
                closed.remove(e.identity());
                seen(e.identity(), e.kind());
            }
            case IdentityAttached e -> {
                seen(e.customer(), IdentityKind.CUSTOMER);
                seen(e.anonymous(), IdentityKind.ANONYMOUS);
            }
            case Identified e -> {
                seen(e.customer(), IdentityKind.CUSTOMER);
                seen(e.anonymous(), IdentityKind.ANONYMOUS);
            }
            case Aliased e -> {
                seen(e.customer(), IdentityKind.CUSTOMER);
                seen(e.previous(), IdentityKind.CUSTOMER);
            }
            case CustomersMerged e -> {
                seen(e.first(), IdentityKind.CUSTOMER);
                seen(e.second(), IdentityKind.CUSTOMER);
            }
            case LinkConflicted e -> conflicts.recorded(e.anonymous());
            case TraitsChanged e -> {
                if (kindOf(e.identity()) == null) {
                    seen(e.identity(), IdentityKind.CUSTOMER); // told by a source that never had an event of theirs
                }
                erasures.seen(e.identity());
                if (!horizons.passed(TRAITS, e.identity(), e.occurredAt())) {
                    traits.apply(position, e);
                }
            }
            case ConsentEvent e -> consents.apply(position, recordedAt, e);
            case ErasureEvent e -> {
                erasures.apply(e);
                if (e instanceof ProfileErased erased) {
                    closed.addAll(erased.identities());
                    traits.erase(erased.identities());
                    consents.erase(erased.identities());
                }
            }
            case MergeUndone e -> {}
            case Retracted e -> {}
            case PersonaEvent e -> {}
            case RetentionEvent e -> {
                erasures.duties().apply(e);
                if (e instanceof RetentionDue due) {
                    horizons.apply(due);
                    if (due.kinds().contains(TRAITS)) {
                        traits.dropBefore(due.before(), due.identities());
                    }
                }
            }
            case CatalogueEvent e -> {}
        }
    }

    private void seen(@Nullable IdentityKey identity, IdentityKind kind) {
        if (identity != null) {
            erasures.seen(identity);
        }
        if (identity != null && graph.current().kindOf(identity) == null) {
            switch (kind) {
                case CUSTOMER -> unlinkedCustomers.add(identity);
                case ANONYMOUS -> unlinkedAnonymous.add(identity);
            }
        }
    }

    Persons persons() {
        return graph.current();
    }

    Persons persons(long asOf) {
        return graph.asOf(asOf);
    }

    TraitHistory traits() {
        return traits;
    }

    ConsentHistory consents() {
        return consents;
    }

    /** Null for an identity the log never named. */
    @Nullable IdentityKind kindOf(IdentityKey identity) {
        var linked = graph.current().kindOf(identity);
        if (linked != null) {
            return linked;
        }
        if (unlinkedCustomers.contains(identity)) {
            return IdentityKind.CUSTOMER;
        }
        return unlinkedAnonymous.contains(identity) ? IdentityKind.ANONYMOUS : null;
    }

    boolean opened(IdentityKey identity) {
        return opened.contains(identity) && !closed.contains(identity);
    }

    ErasureHistory erasures() {
        return erasures;
    }

    OpenConflicts conflicts() {
        return conflicts;
    }
}
