package io.journey360.analytics.journey;

import io.journey360.analytics.facts.PersonaChange;
import io.journey360.analytics.personas.Persona;
import io.journey360.events.IdentityKey;
import io.journey360.events.PersonaAssigned;
import io.journey360.events.PersonaDefined;
import io.journey360.events.PersonaEvaluated;
import io.journey360.events.PersonaLeft;
import io.journey360.events.PersonaRetired;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which personas a person is, by what was told of their identities. */
final class PersonaMemberships {

    private record Membership(String persona, long version, IdentityKey identity) {}

    private PersonaMemberships() {}

    /**
     * @param told of the person's identities, in any order
     * @param inUse as of the same position
     * @return by persona; where several identities say the same, the one that said it first
     */
    static List<CustomerJourney.Persona> of(List<PersonaChange> told, List<Persona> inUse) {
        Map<Membership, PersonaAssigned> assigned = new LinkedHashMap<>();
        told.stream().sorted(Comparator.comparingLong(PersonaChange::position)).forEach(change -> {
            switch (change.event()) {
                case PersonaAssigned e ->
                    assigned.putIfAbsent(new Membership(e.persona().name(), e.version(), e.identity()), e);
                case PersonaLeft e -> assigned.remove(new Membership(e.persona().name(), e.version(), e.identity()));
                case PersonaDefined e -> {}
                case PersonaEvaluated e -> {}
                case PersonaRetired e -> {}
            }
        });
        return inUse.stream()
                .flatMap(persona -> persona.inForce().stream()
                        .flatMap(version -> first(assigned, persona, version)
                                .map(e -> new CustomerJourney.Persona(
                                        persona.id(), version.name(), version.number(), e.occurredAt(), e.because()))))
                .toList();
    }

    private static Stream<PersonaAssigned> first(
            Map<Membership, PersonaAssigned> assigned, Persona persona, Persona.Version version) {
        return assigned.values().stream()
                .filter(e -> e.persona().name().equals(persona.id()) && e.version() == version.number())
                .limit(1);
    }
}
