package io.journey360.analytics.journey;

import io.journey360.analytics.facts.FactStore;
import io.journey360.analytics.facts.PersonaChange;
import io.journey360.analytics.feed.LiveView;
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
import org.springframework.stereotype.Component;

/** Which personas a person is, by what was told of their identities. All calls block. */
@Component
class PersonaMemberships {

    private record Membership(String persona, long version, IdentityKey identity) {}

    private final FactStore facts;
    private final LiveView live;

    PersonaMemberships(FactStore facts, LiveView live) {
        this.facts = facts;
        this.live = live;
    }

    /**
     * The personas as of a position.
     *
     * @param identities all that the person had
     * @return by persona; where several identities say the same, the one that said it first
     */
    List<CustomerJourney.Persona> of(int generation, List<IdentityKey> identities, long position) {
        var told = identities.stream()
                .filter(live.personas()::tellsOf)
                .flatMap(identity -> facts.personaChanges(generation, identity, position).stream()
                        .filter(change -> change.position() > live.erasedUpTo(identity)))
                .toList();
        return told.isEmpty()
                ? List.of()
                : of(told, live.personas().at(position).all());
    }

    private static List<CustomerJourney.Persona> of(List<PersonaChange> told, List<Persona> inUse) {
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
