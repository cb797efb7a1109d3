package io.journey360.profile.domain;

import static io.journey360.profile.domain.ProfileRejected.Reason.ALREADY_ONE_PERSON;
import static io.journey360.profile.domain.ProfileRejected.Reason.ALREADY_UNDONE;
import static io.journey360.profile.domain.ProfileRejected.Reason.MERGE_WITH_ITSELF;
import static io.journey360.profile.domain.ProfileRejected.Reason.TOO_MANY_IDENTITIES;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.journey360.events.CustomersMerged;
import io.journey360.events.IdentityGraph;
import io.journey360.events.MergeId;
import io.journey360.events.MergeUndone;
import io.journey360.events.Persons;
import io.journey360.profile.domain.MergeCommand.MergeCustomers;
import io.journey360.profile.domain.MergeCommand.UndoMerge;
import java.time.Clock;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** The merge of one pair of customers: made, undone, made again. */
@Aggregate
@NullUnmarked // fields are filled by replaying events
class Merge {

    private static final String REQUEST = "request";

    @AggregateIdentifier
    private MergeId id;

    private boolean made;
    private @Nullable String request;

    Merge() {} // Axon replays into an empty instance

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    MergeId handle(MergeCustomers command, Persons persons, Clock clock) {
        if (command.request() != null && command.request().equals(request)) {
            return id; // the same request again
        }
        refuse(command, persons);
        apply(
                new CustomersMerged(command.merge(), command.first(), command.second(), clock.instant()),
                command.request() == null ? MetaData.emptyInstance() : MetaData.with(REQUEST, command.request()));
        return command.merge();
    }

    private void refuse(MergeCustomers command, Persons persons) {
        if (command.first().equals(command.second())) {
            throw new ProfileRejected(MERGE_WITH_ITSELF, "A customer cannot be merged with itself");
        }
        if (made || persons.personOf(command.first()).equals(persons.personOf(command.second()))) {
            throw new ProfileRejected(ALREADY_ONE_PERSON, "The two are one person already");
        }
        int together = persons.identitiesOf(command.first()).size()
                + persons.identitiesOf(command.second()).size();
        if (together > IdentityGraph.MAX_IDENTITIES) {
            throw new ProfileRejected(
                    TOO_MANY_IDENTITIES,
                    "Together they would have %d identities; %d are allowed"
                            .formatted(together, IdentityGraph.MAX_IDENTITIES));
        }
    }

    /** Another system's alias merges the pair without this stream, so the persons are asked too. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(UndoMerge command, Persons persons, Clock clock) {
        if (!made && !holds(command, persons)) {
            throw new ProfileRejected(ALREADY_UNDONE, "The merge was undone before");
        }
        apply(new MergeUndone(command.merge(), command.first(), command.second(), clock.instant()));
    }

    private static boolean holds(UndoMerge command, Persons persons) {
        return persons.linksOf(command.first()).stream()
                .anyMatch(link -> command.merge().equals(link.merge()) && link.undone() == null);
    }

    @EventSourcingHandler
    void on(CustomersMerged event, @MetaDataValue(REQUEST) @Nullable String request) {
        id = event.merge();
        made = true;
        this.request = request;
    }

    @EventSourcingHandler
    void on(MergeUndone event) {
        id = event.merge();
        made = false;
    }
}
