package io.journey360.touchpoint.catalogue.domain;

import static io.journey360.touchpoint.catalogue.domain.TouchpointRejected.Reason.STALE;
import static io.journey360.touchpoint.catalogue.domain.TouchpointRejected.Reason.UNKNOWN;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.journey360.events.TouchpointDeclared;
import io.journey360.events.TouchpointId;
import io.journey360.events.TouchpointRetired;
import io.journey360.touchpoint.catalogue.domain.TouchpointCommand.Declare;
import io.journey360.touchpoint.catalogue.domain.TouchpointCommand.Declared;
import io.journey360.touchpoint.catalogue.domain.TouchpointCommand.Retire;
import java.time.Clock;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A touchpoint as it was last declared. A retired one may be declared again. */
@Aggregate
@NullUnmarked // fields are filled by replaying events
class Touchpoint {

    @AggregateIdentifier
    private TouchpointId id;

    /** Null while it is not in use. */
    private @Nullable TouchpointTerms terms;

    Touchpoint() {} // Axon replays into an empty instance

    /** The same declaration again changes nothing. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Declared handle(Declare command, Clock clock) {
        refuseStale(command.expectedVersion());
        boolean isNew = terms == null;
        var declared = command.terms();
        if (!declared.equals(terms)) {
            apply(new TouchpointDeclared(
                    command.touchpoint(),
                    declared.name(),
                    declared.channel(),
                    declared.stage(),
                    declared.phase(),
                    declared.owner(),
                    declared.target(),
                    declared.momentOfTruth(),
                    clock.instant()));
        }
        return new Declared(getVersion(), isNew);
    }

    @CommandHandler
    void handle(Retire command, Clock clock) {
        if (terms == null) {
            throw new TouchpointRejected(UNKNOWN, "No touchpoint of this name is declared");
        }
        refuseStale(command.expectedVersion());
        apply(new TouchpointRetired(id, clock.instant()));
    }

    private void refuseStale(@Nullable Long expectedVersion) {
        if (expectedVersion != null && (terms == null || !expectedVersion.equals(getVersion()))) {
            throw new TouchpointRejected(STALE, "The touchpoint was changed since it was read");
        }
    }

    @EventSourcingHandler
    void on(TouchpointDeclared event) {
        id = event.touchpoint();
        terms = new TouchpointTerms(
                event.name(),
                event.channel(),
                event.stage(),
                event.phase(),
                event.owner(),
                event.target(),
                event.momentOfTruth());
    }

    @EventSourcingHandler
    void on(TouchpointRetired event) {
        terms = null;
    }
}
