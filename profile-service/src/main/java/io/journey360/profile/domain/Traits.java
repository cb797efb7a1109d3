package io.journey360.profile.domain;

import static io.journey360.profile.domain.ProfileRejected.Reason.TRAITS_CHANGED_MEANWHILE;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.journey360.events.TraitsChanged;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** What was told of one identity. The values are sealed, so whoever changes them says what the change was worked out from. */
@Aggregate
@NullUnmarked // fields are filled by replaying events
class Traits {

    @AggregateIdentifier
    private TraitsId id;

    private @Nullable String last;
    private Instant lastMoment;

    Traits() {} // Axon replays into an empty instance

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ChangeTraits command, Clock clock) {
        if (!Objects.equals(command.basedOn(), last)) {
            throw new ProfileRejected(TRAITS_CHANGED_MEANWHILE, "The traits were changed by somebody else meanwhile");
        }
        apply(new TraitsChanged(
                command.identity(),
                command.change(),
                ProfileNames.SOURCE,
                command.changed(),
                command.removed(),
                command.email(),
                command.phone(),
                notBeforeTheLast(clock.instant())));
    }

    /** A clock that was set back must not let an older value win. */
    private Instant notBeforeTheLast(Instant now) {
        return lastMoment == null || now.isAfter(lastMoment) ? now : lastMoment;
    }

    @EventSourcingHandler
    void on(TraitsChanged event) {
        id = ProfileNames.traitsOf(event.identity());
        last = event.change();
        lastMoment = event.occurredAt();
    }
}
