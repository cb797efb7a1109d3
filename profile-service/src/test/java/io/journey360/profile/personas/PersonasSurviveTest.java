package io.journey360.profile.personas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.journey360.events.IdentityKey;
import io.journey360.events.Moment;
import io.journey360.events.PersonaAssigned;
import io.journey360.events.PersonaEvaluated;
import io.journey360.events.PersonaEvent;
import io.journey360.events.PersonaId;
import io.journey360.events.PersonaLeft;
import io.journey360.events.PublishedEvent;
import io.journey360.events.Retracted;
import io.journey360.events.Served;
import io.journey360.platform.documents.EmbeddedDocuments;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.AppendSignal;
import io.journey360.platform.log.JourneyLog;
import io.journey360.profile.ProfileServiceApplication;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Who is a persona is recorded once, whatever is stopped where and however many work at it. */
class PersonasSurviveTest {

    private static final int PEOPLE = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final PersonaId OFTEN = PersonaId.named("often");
    private static final String RULE = "{\"name\":\"Often\",\"rule\":{\"event\":\"served\",\"count\":{\"from\":2}}}";

    @TempDir
    private Path folder;

    /** Told to all, as PostgreSQL and Axon Server do across processes. */
    private final AppendSignal commits = new AppendSignal();

    private final HttpClient http = HttpClient.newHttpClient();
    private EmbeddedDocuments documents;
    private ConfigurableApplicationContext service;

    @BeforeEach
    void start() {
        documents = new EmbeddedDocuments();
        service = replica(context -> {});
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        documents.close();
    }

    private ConfigurableApplicationContext replica(ApplicationContextInitializer<GenericApplicationContext> with) {
        return new SpringApplicationBuilder(ProfileServiceApplication.class)
                .initializers(
                        (ApplicationContextInitializer<GenericApplicationContext>)
                                context -> context.registerBean(AppendSignal.class, () -> commits),
                        with)
                .run(
                        "--spring.config.name=profile-service",
                        "--server.port=0",
                        "--journey.log=embedded",
                        "--journey.data=" + folder.resolve("data"),
                        "--journey.documents=" + documents.connectionString());
    }

    @Test
    void twoReplicasRecordEachOnce() throws Exception {
        try (var other = replica(context -> {})) {
            served("first");
            define();
            served("second");

            awaitPeople(service, PEOPLE);
            awaitPeople(other, PEOPLE);
            await().during(Duration.ofSeconds(1))
                    .untilAsserted(
                            () -> assertThat(recorded(PersonaAssigned.class)).isEqualTo(PEOPLE));
            assertThat(recorded(PersonaEvaluated.class)).isEqualTo(1);

            retract(100);
            awaitPeople(service, PEOPLE - 100);
            awaitPeople(other, PEOPLE - 100);
            assertThat(members(other)).isEqualTo(members(service));
            assertThat(recorded(PersonaLeft.class)).isEqualTo(100);
            assertThat(recorded(PersonaAssigned.class)).isEqualTo(PEOPLE);
        }
    }

    @Test
    void whatWasKilledHalfWayIsCompletedAndNothingIsRecordedTwice() throws Exception {
        served("first");
        served("second");
        service.close();
        service = replica(PersonasSurviveTest::diesAfterFifty);
        define();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(recorded(PersonaAssigned.class)).isEqualTo(50));
        service.close();

        service = replica(context -> {});

        awaitPeople(service, PEOPLE);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(recorded(PersonaEvaluated.class)).isEqualTo(1));
        assertThat(recorded(PersonaAssigned.class)).isEqualTo(PEOPLE);
        assertThat(recorded(PersonaLeft.class)).isZero();
    }

    @Test
    void readingTheLogAgainChangesNothing() throws Exception {
        served("first");
        served("second");
        define();
        awaitPeople(service, PEOPLE);
        retract(10);
        awaitPeople(service, PEOPLE - 10);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(recorded(PersonaEvaluated.class)).isEqualTo(1));
        var members = members(service);
        long head = service.getBean(JourneyLog.class).head();
        service.close();

        service = replica(context -> {});

        awaitPeople(service, PEOPLE - 10);
        assertThat(members(service)).isEqualTo(members);
        await().during(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        assertThat(service.getBean(JourneyLog.class).head()).isEqualTo(head));
    }

    /** Of the steps to be recorded fifty get into the log, and nothing after. */
    private static void diesAfterFifty(GenericApplicationContext context) {
        context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof JourneyLog log ? dying(log) : bean;
            }
        });
    }

    private static JourneyLog dying(JourneyLog log) {
        var dead = new AtomicBoolean();
        return (JourneyLog) Proxy.newProxyInstance(
                JourneyLog.class.getClassLoader(), new Class<?>[] {JourneyLog.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("append")
                            && arguments[0] instanceof List<?> events
                            && events.getFirst() instanceof DomainEventMessage<?> first
                            && first.getPayload() instanceof PersonaAssigned) {
                        if (dead.compareAndSet(false, true)) {
                            log.append(events.stream()
                                    .limit(50)
                                    .map(event -> (DomainEventMessage<?>) event)
                                    .toList());
                        }
                        throw new IllegalStateException("killed");
                    }
                    try {
                        return method.invoke(log, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void define() throws Exception {
        var port = service.getEnvironment().getProperty("local.server.port");
        var answer = http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:%s/api/v1/personas/often".formatted(port)))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(RULE))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(201);
    }

    private void served(String when) {
        append(IntStream.range(0, PEOPLE)
                .mapToObj(i -> new Served(moment(i, when + "-" + i), null, null, null, null))
                .toList());
    }

    private void retract(int people) {
        append(IntStream.range(0, people)
                .mapToObj(i -> new Retracted("web-shop", "retracted-" + i, "second-" + i, Instant.now()))
                .toList());
    }

    private void append(List<? extends PublishedEvent> events) {
        service.getBean(JourneyLog.class)
                .append(events.stream()
                        .map(event -> new GenericDomainEventMessage<>(
                                "Collected", "event-" + UUID.randomUUID(), 0, (PublishedEvent) event))
                        .toList());
    }

    private Moment moment(int person, String id) {
        return new Moment(
                service.getBean(Pseudonyms.class).customer("c-" + person, "web-shop"),
                null,
                Instant.parse("2026-05-01T10:00:00Z"),
                "web-shop",
                id,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static void awaitPeople(ConfigurableApplicationContext replica, int people) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(members(replica)).hasSize(people));
    }

    private static Map<IdentityKey, Recorded.Member> members(ConfigurableApplicationContext replica) {
        return replica.getBean(Personas.class)
                .find(OFTEN)
                .map(persona -> Map.copyOf(persona.newest().recorded().members()))
                .orElse(Map.of());
    }

    private long recorded(Class<? extends PersonaEvent> type) throws InterruptedException {
        var log = service.getBean(JourneyLog.class);
        long head = log.head();
        long found = 0;
        try (var stream = log.source().openStream(log.tokenAt(0))) {
            for (long at = 0; at < head; ) {
                var event = stream.nextAvailable();
                at = log.position(event);
                found += type.isInstance(event.getPayload()) ? 1 : 0;
            }
        }
        return found;
    }
}
