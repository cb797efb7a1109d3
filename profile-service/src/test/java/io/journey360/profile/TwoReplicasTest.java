package io.journey360.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.journey360.events.Discovered;
import io.journey360.events.IdentityKey;
import io.journey360.events.Moment;
import io.journey360.platform.documents.EmbeddedDocuments;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.AppendSignal;
import io.journey360.platform.log.JourneyLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Two replicas on one log, which know nothing of each other. */
class TwoReplicasTest {

    @TempDir
    private Path folder;

    /** Told to both, as PostgreSQL and Axon Server do across processes. */
    private final AppendSignal commits = new AppendSignal();

    private final HttpClient http = HttpClient.newHttpClient();
    private EmbeddedDocuments documents;
    private ConfigurableApplicationContext one;
    private ConfigurableApplicationContext other;

    @BeforeEach
    void startBoth() {
        documents = new EmbeddedDocuments();
        one = start();
        other = start();
    }

    @AfterEach
    void stopBoth() throws Exception {
        one.close();
        other.close();
        documents.close();
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(ProfileServiceApplication.class)
                .initializers(context ->
                        ((GenericApplicationContext) context).registerBean(AppendSignal.class, () -> commits))
                .run(
                        "--spring.config.name=profile-service",
                        "--server.port=0",
                        "--journey.log=embedded",
                        "--journey.data=" + folder.resolve("data"),
                        "--journey.documents=" + documents.connectionString());
    }

    @Test
    void recordEachConflictOnce() {
        var kiosks = IntStream.range(0, 60)
                .mapToObj(i -> one.getBean(Pseudonyms.class).anonymous("kiosk-" + i, "web-shop"))
                .toList();
        kiosks.forEach(kiosk -> discovered("anna", kiosk));
        kiosks.forEach(kiosk -> discovered("ben", kiosk));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(kiosks)
                        .allSatisfy(kiosk -> assertThat(conflicts(kiosk)).isOne()));
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(kiosks)
                        .allSatisfy(kiosk -> assertThat(conflicts(kiosk)).isOne()));
    }

    @Test
    void openOneProfileAndMakeOneMerge() {
        for (int i = 0; i < 3; i++) {
            var anna = both("/api/v1/profiles", "{\"identities\":[{\"customer\":\"anna-%d\"}]}".formatted(i));
            var ben = both("/api/v1/profiles", "{\"identities\":[{\"customer\":\"ben-%d\"}]}".formatted(i));
            assertThat(anna).allSatisfy(a -> assertThat(a.statusCode()).isIn(200, 201));
            var path = location(anna.getFirst());
            var with = location(ben.getFirst()).replace("/api/v1/profiles/", "");

            var merges = both(path + "/merges", "{\"with\":\"%s\"}".formatted(with));

            assertThat(merges)
                    .extracting(HttpResponse::statusCode)
                    .containsOnly(201, 409)
                    .containsOnlyOnce(201);
            assertThat(events(path.substring(path.lastIndexOf('/') + 1))).isOne();
        }
    }

    /** The answers of two callers at each of the replicas. */
    private List<HttpResponse<String>> both(String path, String body) {
        return Stream.of(one, other, one, other).map(replica -> post(replica, path, body)).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private CompletableFuture<HttpResponse<String>> post(
            ConfigurableApplicationContext replica, String path, String body) {
        var port = replica.getEnvironment().getProperty("local.server.port");
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://localhost:%s%s".formatted(port, path)))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private long conflicts(IdentityKey anonymous) {
        return events("conflict-" + anonymous.value().substring(3));
    }

    private long events(String stream) {
        return one.getBean(EventStore.class).readEvents(stream).asStream().count();
    }

    private void discovered(String customer, IdentityKey anonymous) {
        var key = customer + anonymous;
        var moment = new Moment(
                one.getBean(Pseudonyms.class).customer(customer, "web-shop"),
                anonymous,
                Instant.parse("2026-05-01T10:00:00Z"),
                "web-shop",
                key,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of());
        one.getBean(JourneyLog.class)
                .append(List.of(
                        new GenericDomainEventMessage<>("Collected", "event-" + key, 0, new Discovered(moment))));
    }
}
