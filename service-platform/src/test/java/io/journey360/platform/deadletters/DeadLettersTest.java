package io.journey360.platform.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.projection.DocumentWrites;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
class DeadLettersTest {

    /** Long, because other builds may share the machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    record Posted(String letter) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Letterbox.class)
    static class Service {}

    @ProcessingGroup("letterbox")
    static class Letterbox {

        final Set<String> illegible = ConcurrentHashMap.newKeySet();
        private final MongoDatabase database;

        Letterbox(MongoDatabase database) {
            this.database = database;
        }

        @EventHandler
        void on(Posted event) {
            if (illegible.contains(event.letter())) {
                throw new IllegalStateException("Cannot read " + event.letter());
            }
            DocumentWrites.fact(database.getCollection("read"), event.letter(), new Document("by", "letterbox"));
        }
    }

    @TempDir
    private Path folder;

    private ConfigurableApplicationContext service;
    private WebTestClient http;
    private Letterbox letterbox;

    @BeforeEach
    void start() {
        service = new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.REACTIVE)
                .run(
                        "--spring.application.name=post-service",
                        "--server.port=0",
                        "--journey.documents=embedded",
                        "--journey.data=" + folder.resolve("data"));
        http = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + service.getEnvironment().getProperty("local.server.port")
                        + "/api/v1/dead-letters")
                .responseTimeout(PATIENCE)
                .build();
        letterbox = service.getBean(Letterbox.class);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private void post(String box, String... letters) {
        for (int i = 0; i < letters.length; i++) {
            service.getBean(JourneyLog.class)
                    .append(List.of(new GenericDomainEventMessage<>("Box", box, i, new Posted(letters[i]))));
        }
    }

    private void parked(int sequences) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> http.get()
                        .uri("/post")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .jsonPath("$.items.length()")
                        .isEqualTo(sequences));
    }

    private boolean isRead(String letter) {
        return service.getBean(MongoDatabase.class)
                        .getCollection("read")
                        .find(new Document("_id", letter))
                        .first()
                != null;
    }

    @Test
    void areListedBySequenceWithoutTheirContent() {
        letterbox.illegible.add("a1");
        post("box-a", "a1", "a2");
        post("box-b", "b1");
        parked(1);
        await().atMost(PATIENCE).until(() -> isRead("b1"));

        http.get()
                .uri("/post-service")
                .exchange()
                .expectBody()
                .jsonPath("$.items[0].group")
                .isEqualTo("letterbox")
                .jsonPath("$.items[0].sequence")
                .isEqualTo("box-a")
                .jsonPath("$.items[0].cause.type")
                .isEqualTo("java.lang.IllegalStateException")
                .jsonPath("$.items[0].event.type")
                .isEqualTo("Posted")
                .jsonPath("$.items[0].event.id")
                .isNotEmpty()
                .jsonPath("$.items[0].event.position")
                .isEqualTo(1)
                .jsonPath("$.items[0].event.payload")
                .doesNotExist()
                .jsonPath("$.next")
                .doesNotExist();
    }

    @Test
    void areListedPageByPage() {
        letterbox.illegible.addAll(Set.of("a", "b", "c"));
        post("box-a", "a");
        post("box-b", "b");
        post("box-c", "c");
        parked(3);

        var first = page("/post?limit=2");
        assertThat(first.path("items").size()).isEqualTo(2);
        assertThat(first.path("items").get(1).path("sequence").asString()).isEqualTo("box-b");

        var second = page("/post?limit=2&cursor=" + first.path("next").asString());
        assertThat(second.path("items").size()).isEqualTo(1);
        assertThat(second.path("items").get(0).path("sequence").asString()).isEqualTo("box-c");
        assertThat(second.path("next").isMissingNode()).isTrue();
    }

    private JsonNode page(String path) {
        return http.get()
                .uri(path)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    @Test
    void areTriedAgainWithWhatWaitsBehindThem() {
        letterbox.illegible.addAll(Set.of("a1", "b1"));
        post("box-a", "a1", "a2");
        post("box-b", "b1");
        parked(2);

        letterbox.illegible.remove("a1");
        http.post()
                .uri("/post/letterbox/retry")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.tried")
                .isEqualTo(2)
                .jsonPath("$.succeeded")
                .isEqualTo(1)
                .jsonPath("$.failed")
                .isEqualTo(1);

        assertThat(isRead("a1")).isTrue();
        assertThat(isRead("a2")).isTrue();
        parked(1);
    }

    @Test
    void areGivenUpWithATrace(CapturedOutput output) {
        letterbox.illegible.add("a1");
        post("box-a", "a1");
        parked(1);

        http.delete().uri("/post/letterbox/box-a").exchange().expectStatus().isNoContent();

        parked(0);
        assertThat(output).contains("Audit: 1 dead letters of box-a in letterbox of post-service were discarded");
        http.delete().uri("/post/letterbox/box-a").exchange().expectStatus().isNotFound();
    }

    @Test
    void areSomebodyElsesUnderAnotherName() {
        for (var path : List.of("/booking-service", "/post/nothing/x")) {
            var request =
                    path.endsWith("x") ? http.delete().uri(path) : http.get().uri(path);
            request.exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.status")
                    .isEqualTo(404);
        }
    }

    @Test
    void raiseTheAlarmWhenTheQueueIsHalfFull(CapturedOutput output) {
        letterbox.illegible.add("x");
        var log = service.getBean(JourneyLog.class);
        for (int from = 0; from < DeadLetterWatch.CAPACITY / 2; from += 128) {
            var some = java.util.stream.IntStream.range(from, from + 128)
                    .mapToObj(i -> new GenericDomainEventMessage<>("Box", "box-" + i, 0, new Posted("x")))
                    .toList();
            log.append(some);
        }
        var queue = service.getBean(DeadLetters.class).group("letterbox").queue();
        await().atMost(PATIENCE).until(() -> queue.amountOfSequences() == DeadLetterWatch.CAPACITY / 2);

        service.getBean(DeadLetterWatch.class).step();

        assertThat(output).contains("512 of 1024 dead-letter sequences of letterbox are taken");
        assertThat(service.getBean(MeterRegistry.class)
                        .get("journey.dead.letter.sequences")
                        .tag("group", "letterbox")
                        .gauge()
                        .value())
                .isEqualTo(512);
    }
}
