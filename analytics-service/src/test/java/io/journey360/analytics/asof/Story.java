package io.journey360.analytics.asof;

import static io.journey360.analytics.running.Events.SHOP;
import static io.journey360.analytics.running.Events.identity;

import io.journey360.analytics.running.PersonaEvents;
import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.events.JourneyEventType;
import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapId;
import io.journey360.events.JourneyMapStage;
import io.journey360.events.Moment;
import io.journey360.events.ProfileId;
import io.journey360.events.ProfileOpened;
import io.journey360.events.PublishedEvent;
import io.journey360.events.StageEntry;
import io.journey360.platform.log.EventKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** What two logs are told that are to be compared: the same at the same time, and at the same position. */
final class Story {

    static final int CUSTOMERS = 9;
    static final int DEVICES = 6;
    static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    static final Clock CLOCK = Clock.fixed(START.plus(Duration.ofDays(25)), ZoneOffset.UTC);

    private final List<DomainEventMessage<?>> messages = new ArrayList<>();

    /** Begins with what {@link PastAnswersTest#questions()} ask about beside events: a journey map and personas. */
    Story() {
        tell(
                "journey-map-visit",
                new JourneyMapDefined(
                        JourneyMapId.named("visit"),
                        1,
                        "Visit",
                        List.of(
                                stage("discovered", JourneyEventType.DISCOVERED),
                                stage("served", JourneyEventType.SERVED)),
                        START));
        personas();
    }

    private static JourneyMapStage stage(String id, JourneyEventType event) {
        return new JourneyMapStage(
                id,
                id,
                List.of(new StageEntry(event, null, null)),
                false,
                Duration.ofDays(2),
                List.of(),
                List.of(),
                List.of());
    }

    /** Some are both, and one is so under a device. */
    private void personas() {
        int number = 0;
        for (var name : List.of("gold", "silver")) {
            var persona = new PersonaEvents(name);
            tell(name + "-defined", persona.defined(1));
            tell(name + "-evaluated", persona.evaluated(1));
            for (int member : List.of(1 + number, 2 + number, 3 + number, 100 + number)) {
                tell(name + "-" + member, persona.assigned(1, identity(member)));
            }
            number += 2;
        }
    }

    static IdentityKey customer(Random random) {
        return identity(1 + random.nextInt(CUSTOMERS));
    }

    static IdentityKey device(Random random) {
        return identity(100 + random.nextInt(DEVICES));
    }

    static Instant at(Random random) {
        return START.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 20)));
    }

    /** Of the customer, the device or, rarely, both. */
    static Moment moment(Random random, IdentityKey customer, IdentityKey device, int number, Instant at) {
        boolean known = random.nextInt(4) > 0;
        return new Moment(
                known ? customer : null,
                !known || random.nextInt(8) == 0 ? device : null,
                at,
                SHOP,
                "e" + number,
                "touchpoint-t" + random.nextInt(4),
                random.nextBoolean() ? "web" : "desk",
                "advice",
                null,
                random.nextBoolean() ? "b" + random.nextInt(30) : null,
                null,
                random.nextBoolean() ? Map.of("campaign", "spring") : Map.of());
    }

    /** @param name told once */
    void tell(String name, PublishedEvent event) {
        messages.add(
                new GenericDomainEventMessage<>("Profile", name, 0, event, Map.of(), "message-" + name, recordedAt()));
    }

    /** As the collector does. */
    void collect(String id, PublishedEvent event) {
        var key = EventKeys.key(SHOP, id);
        messages.add(
                new GenericDomainEventMessage<>("Collected", "event-" + key, 0, event, Map.of(), key, recordedAt()));
    }

    /** Stands where the other log has something that this one must not have. */
    void tellNothing(String name) {
        tell(
                name,
                new ProfileOpened(
                        new ProfileId("profile-nobody-" + name),
                        identity(9_000 + name.hashCode()),
                        IdentityKind.CUSTOMER,
                        START));
    }

    private Instant recordedAt() {
        return START.plus(Duration.ofDays(21)).plusMillis(messages.size());
    }

    List<DomainEventMessage<?>> messages() {
        return messages;
    }
}
