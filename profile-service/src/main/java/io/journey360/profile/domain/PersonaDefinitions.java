package io.journey360.profile.domain;

import static io.journey360.profile.domain.PersonaRejected.Reason.STALE;
import static io.journey360.profile.domain.PersonaRejected.Reason.TOO_MANY_PERSONAS;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.journey360.events.PersonaDefined;
import io.journey360.events.PersonaEvent;
import io.journey360.events.PersonaId;
import io.journey360.events.PersonaRetired;
import io.journey360.profile.domain.PersonaCommand.DefinePersona;
import io.journey360.profile.domain.PersonaCommand.Defined;
import io.journey360.profile.domain.PersonaCommand.RetirePersona;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** All personas as they were last defined. */
@Aggregate
@NullUnmarked // fields are filled by replaying events
class PersonaDefinitions {

    static final int MAX_PERSONAS = 100;

    /** @param terms null once it is retired */
    private record Definition(
            long version, long revision, @Nullable PersonaTerms terms) {

        static final Definition NONE = new Definition(0, 0, null);
    }

    @AggregateIdentifier
    private String id;

    private final Map<PersonaId, Definition> definitions = new HashMap<>();

    PersonaDefinitions() {} // Axon replays into an empty instance

    /** Another rule is another version, another name is not; the same definition again changes nothing. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Defined handle(DefinePersona command, Clock clock) {
        var known = known(command.persona());
        demand(command.expectedRevision(), known);
        boolean isNew = known.terms() == null;
        if (isNew
                && definitions.values().stream()
                                .filter(other -> other.terms() != null)
                                .count()
                        >= MAX_PERSONAS) {
            throw new PersonaRejected(
                    TOO_MANY_PERSONAS, "There are %,d personas; retire one first".formatted(MAX_PERSONAS));
        }
        var terms = command.terms();
        if (!terms.equals(known.terms())) {
            boolean sameRule = !isNew && known.terms().rule().equals(terms.rule());
            apply(new PersonaDefined(
                    command.persona(),
                    sameRule ? known.version() : known.version() + 1,
                    terms.name(),
                    terms.description(),
                    terms.rule(),
                    clock.instant()));
        }
        var defined = known(command.persona());
        return new Defined(defined.version(), defined.revision(), isNew);
    }

    @CommandHandler
    boolean handle(RetirePersona command, Clock clock) {
        var known = known(command.persona());
        demand(command.expectedRevision(), known);
        if (known.terms() == null) {
            return false;
        }
        apply(new PersonaRetired(command.persona(), clock.instant()));
        return true;
    }

    private static void demand(@Nullable Long revision, Definition known) {
        if (revision != null && (known.terms() == null || revision != known.revision())) {
            throw new PersonaRejected(STALE, "The persona was changed since it was read");
        }
    }

    private Definition known(PersonaId persona) {
        return Objects.requireNonNull(definitions.getOrDefault(persona, Definition.NONE));
    }

    @EventSourcingHandler
    void on(PersonaEvent event) {
        id = PersonaSteps.DEFINITIONS;
        var known = known(event.persona());
        if (event instanceof PersonaDefined defined) {
            var terms = new PersonaTerms(defined.name(), defined.description(), defined.rule());
            definitions.put(event.persona(), new Definition(defined.version(), known.revision() + 1, terms));
        } else if (event instanceof PersonaRetired) {
            definitions.put(event.persona(), new Definition(known.version(), known.revision() + 1, null));
        }
    }
}
