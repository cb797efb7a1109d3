package io.journey360.profile.domain;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.journey360.events.LinkConflicted;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;

/** The one conflict an anonymous identity can have: it is recorded once, whoever asks and however often. */
@Aggregate
@NullUnmarked // fields are filled by replaying events
class Conflict {

    @AggregateIdentifier
    private ConflictId id;

    Conflict() {} // Axon replays into an empty instance

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordConflict command) {
        if (id == null) {
            apply(new LinkConflicted(
                    command.anonymous(),
                    command.customer(),
                    command.other(),
                    command.position(),
                    command.recordedAt()));
        }
    }

    @EventSourcingHandler
    void on(LinkConflicted event) {
        id = ProfileNames.conflictOf(event.anonymous());
    }
}
