package io.journey360.touchpoint.maps.domain;

import static io.journey360.touchpoint.maps.domain.JourneyMapRejected.Reason.STALE;
import static io.journey360.touchpoint.maps.domain.JourneyMapRejected.Reason.UNKNOWN;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapId;
import io.journey360.events.JourneyMapRetired;
import io.journey360.touchpoint.maps.domain.JourneyMapCommand.Define;
import io.journey360.touchpoint.maps.domain.JourneyMapCommand.Defined;
import io.journey360.touchpoint.maps.domain.JourneyMapCommand.Retire;
import java.time.Clock;
import java.time.Instant;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A journey map as it was last drawn. A retired one may be drawn again; its versions count on. */
@Aggregate
@NullUnmarked // fields are filled by replaying events
class JourneyMap {

    @AggregateIdentifier
    private JourneyMapId id;

    private long version;
    private Instant definedAt;

    /** Null while it is not in use. */
    private @Nullable JourneyMapTerms terms;

    JourneyMap() {} // Axon replays into an empty instance

    /** The same map again makes no version. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Defined handle(Define command, Clock clock) {
        refuseStale(command.expectedState());
        boolean isNew = terms == null;
        var drawn = command.terms();
        if (!drawn.equals(terms)) {
            apply(new JourneyMapDefined(command.map(), version + 1, drawn.name(), drawn.stages(), clock.instant()));
        }
        return new Defined(version, getVersion(), definedAt, isNew);
    }

    @CommandHandler
    void handle(Retire command, Clock clock) {
        if (terms == null) {
            throw new JourneyMapRejected(UNKNOWN, "No journey map of this name is in use");
        }
        refuseStale(command.expectedState());
        apply(new JourneyMapRetired(id, clock.instant()));
    }

    private void refuseStale(@Nullable Long expectedState) {
        if (expectedState != null && (terms == null || !expectedState.equals(getVersion()))) {
            throw new JourneyMapRejected(STALE, "The journey map was changed since it was read");
        }
    }

    @EventSourcingHandler
    void on(JourneyMapDefined event) {
        id = event.map();
        version = event.version();
        definedAt = event.occurredAt();
        terms = new JourneyMapTerms(event.name(), event.stages());
    }

    @EventSourcingHandler
    void on(JourneyMapRetired event) {
        terms = null;
    }
}
