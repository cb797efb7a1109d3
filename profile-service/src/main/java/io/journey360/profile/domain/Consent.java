package io.journey360.profile.domain;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.journey360.events.ConsentEvent;
import io.journey360.events.ConsentGranted;
import io.journey360.events.ConsentWithdrawn;
import io.journey360.profile.domain.ConsentCommand.GrantConsent;
import io.journey360.profile.domain.ConsentCommand.WithdrawConsent;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** What one identity says about one purpose, time after time. What a person allows follows from all its identities' statements. */
@Aggregate
@NullUnmarked // fields are filled by replaying events
class Consent {

    @AggregateIdentifier
    private ConsentId id;

    private @Nullable String last;

    Consent() {} // Axon replays into an empty instance

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    boolean handle(GrantConsent command, Clock clock) {
        var said = command.said();
        return say(
                said,
                clock,
                moment -> new ConsentGranted(
                        said.identity(),
                        said.purpose(),
                        said.statement(),
                        said.wording(),
                        said.source(),
                        said.evidence(),
                        moment));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    boolean handle(WithdrawConsent command, Clock clock) {
        var said = command.said();
        return say(
                said,
                clock,
                moment -> new ConsentWithdrawn(
                        said.identity(),
                        said.purpose(),
                        said.statement(),
                        said.wording(),
                        said.source(),
                        said.evidence(),
                        moment));
    }

    private boolean say(ConsentCommand.Said said, Clock clock, Function<Instant, ConsentEvent> event) {
        if (said.statement().equals(last)) {
            return false;
        }
        var moment = said.moment();
        apply(event.apply(moment == null ? clock.instant() : moment));
        return true;
    }

    @EventSourcingHandler
    void on(ConsentEvent event) {
        id = ProfileNames.consentOf(event.identity(), event.purpose());
        last = event.statement();
    }
}
