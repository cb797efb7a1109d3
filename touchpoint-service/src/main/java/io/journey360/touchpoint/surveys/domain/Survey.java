package io.journey360.touchpoint.surveys.domain;

import static io.journey360.touchpoint.surveys.domain.SurveyRejected.Reason.KIND_IS_FIXED;
import static io.journey360.touchpoint.surveys.domain.SurveyRejected.Reason.STALE;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.journey360.events.SurveyDefined;
import io.journey360.events.SurveyId;
import io.journey360.touchpoint.surveys.domain.SurveyCommand.Define;
import io.journey360.touchpoint.surveys.domain.SurveyCommand.Defined;
import java.time.Clock;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A survey as it was last defined. */
@Aggregate
@NullUnmarked // fields are filled by replaying events
class Survey {

    @AggregateIdentifier
    private SurveyId id;

    private long version;

    /** Null before the first definition. */
    private @Nullable SurveyTerms terms;

    Survey() {} // Axon replays into an empty instance

    /** The same definition again changes nothing. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Defined handle(Define command, Clock clock) {
        var expected = command.expectedVersion();
        if (expected != null && (terms == null || expected != version)) {
            throw new SurveyRejected(STALE, "The survey was changed since it was read");
        }
        boolean isNew = terms == null;
        var defined = command.terms();
        if (terms != null && terms.kind() != defined.kind()) {
            throw new SurveyRejected(KIND_IS_FIXED, "A survey's kind cannot be changed; define another survey");
        }
        if (!defined.equals(terms)) {
            apply(new SurveyDefined(
                    command.survey(),
                    version + 1,
                    defined.question(),
                    defined.kind(),
                    defined.scale(),
                    defined.direction(),
                    defined.method(),
                    clock.instant()));
        }
        return new Defined(version, isNew);
    }

    @EventSourcingHandler
    void on(SurveyDefined event) {
        id = event.survey();
        version = event.version();
        terms = new SurveyTerms(event.question(), event.kind(), event.scale(), event.direction(), event.method());
    }
}
