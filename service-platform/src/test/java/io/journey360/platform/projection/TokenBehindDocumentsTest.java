package io.journey360.platform.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.journey360.platform.documents.DocumentsAutoConfiguration;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.log.LogAutoConfiguration;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A projection on the real log, the real driver and a real pooled processor, whose document store is made to fail. */
class TokenBehindDocumentsTest {

    record Noted(String id, int seq) {}

    /** What stands between the projection and its collection. */
    static final class Faults {
        final AtomicInteger failing = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();
    }

    @ProcessingGroup("notes")
    static class NotesProjection {
        private final MongoCollection<Document> notes;
        private final MongoCollection<Document> states;

        NotesProjection(MongoDatabase database, Faults faults) {
            notes = failing(database.getCollection("notes"), faults);
            states = database.getCollection("states");
        }

        @EventHandler
        void on(Noted event, @MessageIdentifier String message) {
            // a field name the server refuses stands for any document that can never be written
            var field = (event.id().startsWith("bad") ? "$bad" : "field") + event.seq();
            DocumentWrites.fact(notes, message, new Document("note", event.id()));
            DocumentWrites.state(states, event.id(), event.seq(), new Document(field, event.seq()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({DocumentsAutoConfiguration.class, LogAutoConfiguration.class, ProjectionAutoConfiguration.class})
    static class Service {
        @Bean
        Faults faults() {
            return new Faults();
        }

        @Bean
        NotesProjection notesProjection(MongoDatabase database, Faults faults) {
            return new NotesProjection(database, faults);
        }
    }

    @TempDir
    static Path folder;

    private static int services;

    private ConfigurableApplicationContext service;
    private JourneyLog log;
    private MongoDatabase documents;
    private Faults faults;

    @BeforeEach
    void startService() {
        service = new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.application.name=notes-service",
                        "journey.documents=embedded",
                        "journey.projections.batch-size=50",
                        "journey.data=" + folder.resolve("run" + services++))
                .run();
        log = service.getBean(JourneyLog.class);
        documents = service.getBean(MongoDatabase.class);
        faults = service.getBean(Faults.class);
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void whenTheFlushFailsTheTokenStaysAndTheEventsComeAgain() {
        faults.failing.set(Integer.MAX_VALUE);

        log.append(events(
                IntStream.range(0, 120).mapToObj(i -> new Noted("n" + i, 0)).toList()));
        await().atMost(Duration.ofSeconds(30)).until(() -> faults.failed.get() > 0);

        assertThat(documents.getCollection("notes").countDocuments()).isZero();
        assertThat(storedPosition()).isZero();

        faults.failing.set(0);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(documents.getCollection("notes").countDocuments())
                        .isEqualTo(120));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(storedPosition()).isEqualTo(log.head()));
        assertThat(letters()).isZero();
    }

    @Test
    void oneDocumentThatCannotBeWrittenIsParkedAndItsNeighboursGoOn() {
        var notes = new ArrayList<Noted>();
        IntStream.range(0, 99).forEach(i -> notes.add(new Noted((i == 50 ? "bad" : "n") + i, 0)));
        log.append(events(notes));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(documents.getCollection("states").countDocuments())
                                .isEqualTo(98));
        assertThat(documents.getCollection("notes").countDocuments()).isEqualTo(99);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(letters()).isEqualTo(1));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(storedPosition()).isEqualTo(log.head()));
    }

    @Test
    void statesOfOneAggregateInOneBatchKeepEveryChange() {
        var notes = new ArrayList<Noted>();
        IntStream.range(0, 20).forEach(i -> notes.add(new Noted("one", i)));
        log.append(events(notes));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(documents
                                .getCollection("states")
                                .find(Filters.eq("_id", "one"))
                                .first())
                        .containsEntry("seq", 19L)
                        .containsKeys(IntStream.range(0, 20)
                                .mapToObj(i -> "field" + i)
                                .toArray(String[]::new)));
    }

    @Test
    void aCommitReachesTheDocumentsWellBeforeThePoll() {
        log.append(events(List.of(new Noted("first", 0)))); // segments are claimed by now
        await().atMost(Duration.ofSeconds(60))
                .until(() -> documents.getCollection("notes").countDocuments() == 1);
        var slower = 0;
        for (int i = 0; i < 20; i++) {
            var from = System.nanoTime();
            log.append(events(List.of(new Noted("n" + i, 0))));
            var expected = i + 2;
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> documents.getCollection("notes").countDocuments() == expected);
            slower += System.nanoTime() - from > Duration.ofMillis(400).toNanos() ? 1 : 0;
        }
        // by polling every 500 ms half of them would be
        assertThat(slower).isLessThan(5);
    }

    /** The lowest position of the tokens as stored, not as held in memory. */
    private long storedPosition() {
        var tokens = service.getBean(TokenStore.class);
        var processor = service.getBean(EventProcessingConfiguration.class)
                .eventProcessor("notes", StreamingEventProcessor.class)
                .orElseThrow();
        return processor.processingStatus().values().stream()
                .mapToLong(status -> log.position(tokens.fetchToken("notes", status.getSegment())))
                .min()
                .orElse(0);
    }

    private long letters() {
        return service.getBean(EventProcessingConfiguration.class)
                .deadLetterQueue("notes")
                .orElseThrow()
                .amountOfSequences();
    }

    private static List<DomainEventMessage<?>> events(List<Noted> notes) {
        var events = new ArrayList<DomainEventMessage<?>>();
        for (var note : notes) {
            events.add(new GenericDomainEventMessage<>(
                    "Note",
                    "note-" + note.id() + (note.id().equals("one") ? "" : "-" + note.seq()),
                    note.id().equals("one") ? note.seq() : 0,
                    note,
                    MetaData.emptyInstance(),
                    "message-" + note.id() + "-" + note.seq(),
                    Instant.now()));
        }
        return events;
    }

    /** The driver's own collection, but for bulk writes that fail as a lost connection does. */
    @SuppressWarnings("unchecked")
    private static MongoCollection<Document> failing(MongoCollection<Document> collection, Faults faults) {
        return (MongoCollection<Document>) Proxy.newProxyInstance(
                TokenBehindDocumentsTest.class.getClassLoader(),
                new Class<?>[] {MongoCollection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("bulkWrite")
                            && faults.failing.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                        faults.failed.incrementAndGet();
                        throw new com.mongodb.MongoTimeoutException("made to fail");
                    }
                    try {
                        return method.invoke(collection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
