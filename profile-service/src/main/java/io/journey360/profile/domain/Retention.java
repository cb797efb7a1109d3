package io.journey360.profile.domain;

import static io.journey360.profile.domain.RetentionRejected.Reason.NOT_FOUND;
import static io.journey360.profile.domain.RetentionRejected.Reason.STALE;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.journey360.events.RetentionDefined;
import io.journey360.events.RetentionEnded;
import io.journey360.events.RetentionId;
import io.journey360.profile.domain.RetentionCommand.DefineRetention;
import io.journey360.profile.domain.RetentionCommand.Defined;
import io.journey360.profile.domain.RetentionCommand.EndRetention;
import java.time.Clock;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A retention rule as it was last defined. */
@Aggregate
@NullUnmarked // fields are filled by replaying events
class Retention {

    @AggregateIdentifier
    private RetentionId id;

    private long version;

    /** Null while it is not in force. */
    private @Nullable RetentionTerms terms;

    Retention() {} // Axon replays into an empty instance

    /** The same definition again changes nothing. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Defined handle(DefineRetention command, Clock clock) {
        refuseStale(command.expectedVersion());
        boolean isNew = terms == null;
        var defined = command.terms();
        if (!defined.equals(terms)) {
            apply(new RetentionDefined(
                    command.rule(),
                    version + 1,
                    defined.kinds(),
                    defined.purpose(),
                    defined.horizon(),
                    clock.instant()));
        }
        return new Defined(version, isNew);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(EndRetention command, Clock clock) {
        if (terms == null) {
            throw new RetentionRejected(NOT_FOUND, "No retention rule of this name is in force");
        }
        refuseStale(command.expectedVersion());
        apply(new RetentionEnded(id, clock.instant()));
    }

    private void refuseStale(@Nullable Long expectedVersion) {
        if (expectedVersion != null && (terms == null || expectedVersion != version)) {
            throw new RetentionRejected(STALE, "The retention rule was changed since it was read");
        }
    }

    @EventSourcingHandler
    void on(RetentionDefined event) {
        id = event.rule();
        version = event.version();
        terms = new RetentionTerms(event.kinds(), event.purpose(), event.horizon());
    }

    @EventSourcingHandler
    void on(RetentionEnded event) {
        terms = null;
    }
}
