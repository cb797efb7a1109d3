package io.journey360.profile.domain;

import io.journey360.events.PersonaId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What may be asked of the personas. All of them are one stream, so whoever needs to know them reads that and no more. */
public sealed interface PersonaCommand {

    @TargetAggregateIdentifier
    default String personas() {
        return PersonaSteps.DEFINITIONS;
    }

    PersonaId persona();

    /** How often the persona must have been changed until now; null to act however often. */
    @Nullable Long expectedRevision();

    /** Defines the persona, or defines it anew. The result is a {@link Defined}. */
    record DefinePersona(
            PersonaId persona, PersonaTerms terms, @Nullable Long expectedRevision) implements PersonaCommand {}

    /** The result is whether there was one. */
    record RetirePersona(PersonaId persona, @Nullable Long expectedRevision) implements PersonaCommand {}

    /**
     * What was made of a definition.
     *
     * @param version of the rule, from 1
     * @param revision counts the changes of the persona
     * @param isNew whether there was none before
     */
    record Defined(long version, long revision, boolean isNew) {}
}
