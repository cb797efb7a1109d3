package io.journey360.events;

/** A persona was defined, or somebody came to be one or ceased to be: who they are follows from rules, not from what they said. */
public sealed interface PersonaEvent extends PublishedEvent
        permits PersonaAssigned, PersonaDefined, PersonaEvaluated, PersonaLeft, PersonaRetired {

    PersonaId persona();
}
