package io.journey360.profile.domain;

import static io.journey360.profile.domain.ProfileRejected.Reason.BELONGS_TO_ANOTHER;
import static io.journey360.profile.domain.ProfileRejected.Reason.NO_CUSTOMER;
import static io.journey360.profile.domain.ProfileRejected.Reason.SECOND_CUSTOMER;
import static io.journey360.profile.domain.ProfileRejected.Reason.SHARED_IDENTITY;
import static io.journey360.profile.domain.ProfileRejected.Reason.TOO_MANY_IDENTITIES;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.events.Persons;
import io.journey360.events.ProfileId;
import io.journey360.events.ProfileOpened;
import io.journey360.profile.domain.ProfileCommand.AttachIdentity;
import io.journey360.profile.domain.ProfileCommand.Identity;
import io.journey360.profile.domain.ProfileCommand.OpenProfile;
import java.time.Clock;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;

/**
 * What was said about one identity. Who is one person is not decided here but by the linking rule over the whole log; the
 * profile refuses what that rule would not do, as far as the persons known by now tell.
 */
@Aggregate
@NullUnmarked // fields are filled by replaying events
class Profile {

    @AggregateIdentifier
    private ProfileId id;

    Profile() {} // Axon replays into an empty instance

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    boolean handle(OpenProfile command, Persons persons, Clock clock) {
        var links = links(command.identity(), command.others(), persons);
        if (command.again()) {
            open(command, clock);
        }
        boolean opened = openIfNew(command, clock) || command.again();
        attach(links, clock);
        return opened || !links.isEmpty();
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    boolean handle(AttachIdentity command, Persons persons, Clock clock) {
        var links = links(command.identity(), List.of(command.other()), persons);
        openIfNew(command, clock);
        attach(links, clock);
        return !links.isEmpty();
    }

    private void attach(List<Link> links, Clock clock) {
        links.forEach(link -> apply(new IdentityAttached(id, link.customer, link.anonymous, clock.instant())));
    }

    private record Link(IdentityKey customer, IdentityKey anonymous) {}

    private boolean openIfNew(ProfileCommand command, Clock clock) {
        if (id != null) {
            return false;
        }
        open(command, clock);
        return true;
    }

    private static void open(ProfileCommand command, Clock clock) {
        var identity = command.identity();
        apply(new ProfileOpened(command.profile(), identity.key(), identity.kind(), clock.instant()));
    }

    /** The links that are missing between the identity and the others; refuses if one of them cannot be made. */
    private static List<Link> links(Identity own, List<Identity> others, Persons persons) {
        var links = others.stream()
                .filter(other -> !persons.personOf(own.key()).equals(persons.personOf(other.key())))
                .map(other -> link(own, other, persons))
                .toList();
        for (var link : links) {
            refuse(link, links.size(), persons);
        }
        return links;
    }

    private static Link link(Identity own, Identity other, Persons persons) {
        var customer = own.kind() == IdentityKind.CUSTOMER ? own.key() : persons.customerOf(own.key());
        return switch (other.kind()) {
            case CUSTOMER -> {
                if (customer != null) {
                    throw new ProfileRejected(
                            SECOND_CUSTOMER, "The person has a known customer; a second one joins only by a merge");
                }
                yield new Link(other.key(), own.key());
            }
            case ANONYMOUS -> {
                if (customer == null) {
                    throw new ProfileRejected(
                            NO_CUSTOMER, "Anonymous identities are linked only through a known customer");
                }
                yield new Link(customer, other.key());
            }
        };
    }

    private static void refuse(Link link, int more, Persons persons) {
        if (persons.shared(link.anonymous)) {
            throw new ProfileRejected(
                    SHARED_IDENTITY, "The anonymous identity was seen with two customers and belongs to nobody");
        }
        if (persons.customerOf(link.anonymous) != null) {
            throw new ProfileRejected(BELONGS_TO_ANOTHER, "The anonymous identity belongs to another customer");
        }
        int together = persons.identitiesOf(link.customer).size() + more;
        if (together > IdentityGraph.MAX_IDENTITIES) {
            throw new ProfileRejected(
                    TOO_MANY_IDENTITIES,
                    "The person would have %d identities; %d are allowed"
                            .formatted(together, IdentityGraph.MAX_IDENTITIES));
        }
    }

    @EventSourcingHandler
    void on(ProfileOpened event) {
        id = event.profile();
    }
}
