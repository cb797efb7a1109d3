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
import io.journey360.profile.domain.ProfileCommand.OpenProfile;
import java.time.Clock;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

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
    boolean handle(OpenProfile command, Clock clock) {
        return openIfNew(command, clock);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    boolean handle(AttachIdentity command, Persons persons, Clock clock) {
        var link = link(command, persons);
        if (link != null) {
            refuse(link, persons);
        }
        openIfNew(command, clock);
        if (link != null) {
            apply(new IdentityAttached(id, link.customer, link.anonymous, clock.instant()));
        }
        return link != null;
    }

    private record Link(IdentityKey customer, IdentityKey anonymous) {}

    private boolean openIfNew(ProfileCommand command, Clock clock) {
        if (id != null) {
            return false;
        }
        var identity = command.identity();
        apply(new ProfileOpened(command.profile(), identity.key(), identity.kind(), clock.instant()));
        return true;
    }

    /** Null if the two are one person already. */
    private static @Nullable Link link(AttachIdentity command, Persons persons) {
        var own = command.identity();
        var other = command.other();
        if (persons.personOf(own.key()).equals(persons.personOf(other.key()))) {
            return null;
        }
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

    private static void refuse(Link link, Persons persons) {
        if (persons.shared(link.anonymous)) {
            throw new ProfileRejected(
                    SHARED_IDENTITY, "The anonymous identity was seen with two customers and belongs to nobody");
        }
        if (persons.customerOf(link.anonymous) != null) {
            throw new ProfileRejected(BELONGS_TO_ANOTHER, "The anonymous identity belongs to another customer");
        }
        if (persons.identitiesOf(link.customer).size() >= IdentityGraph.MAX_IDENTITIES) {
            throw new ProfileRejected(
                    TOO_MANY_IDENTITIES,
                    "The person has %d identities, and no more are allowed".formatted(IdentityGraph.MAX_IDENTITIES));
        }
    }

    @EventSourcingHandler
    void on(ProfileOpened event) {
        id = event.profile();
    }
}
