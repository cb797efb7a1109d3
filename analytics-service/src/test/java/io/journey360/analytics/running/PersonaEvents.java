package io.journey360.analytics.running;

import static io.journey360.analytics.running.Events.START;

import io.journey360.events.IdentityKey;
import io.journey360.events.PersonaAssigned;
import io.journey360.events.PersonaCause;
import io.journey360.events.PersonaDefined;
import io.journey360.events.PersonaEvaluated;
import io.journey360.events.PersonaEvent;
import io.journey360.events.PersonaId;
import io.journey360.events.PersonaLeft;
import io.journey360.events.PersonaRetired;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** What profile-service tells of one persona. */
public record PersonaEvents(String name) {

    private static final String RULE = "{\"event\": \"served\"}";

    public PersonaEvent defined(long version) {
        return named("The " + name + " " + version, version);
    }

    public PersonaEvent named(String title, long version) {
        return new PersonaDefined(id(), version, title, null, RULE, START);
    }

    public PersonaEvent evaluated(long version) {
        return new PersonaEvaluated(id(), version, 1, START);
    }

    public PersonaEvent assigned(long version, IdentityKey identity) {
        return new PersonaAssigned(id(), version, identity, cause(), List.of(), START);
    }

    public PersonaEvent left(long version, IdentityKey identity) {
        return new PersonaLeft(id(), version, identity, cause(), "", START);
    }

    public PersonaEvent retired() {
        return new PersonaRetired(id(), START);
    }

    private PersonaId id() {
        return PersonaId.named(name);
    }

    public static PersonaCause cause() {
        return PersonaCause.event("web-shop", "e-1", 1, START);
    }

    /** Each in a stream of its own. */
    public static List<DomainEventMessage<?>> messages(PersonaEvent... events) {
        return Stream.of(events)
                .<DomainEventMessage<?>>map(PersonaEvents::message)
                .toList();
    }

    public static DomainEventMessage<PersonaEvent> message(PersonaEvent event) {
        var stream = "told-" + UUID.randomUUID();
        return new GenericDomainEventMessage<>("Persona", stream, 0, event, Map.of(), "of-" + stream, Instant.now());
    }
}
