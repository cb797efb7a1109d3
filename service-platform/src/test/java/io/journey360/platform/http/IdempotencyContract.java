package io.journey360.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.http.Edge.Kept;
import io.journey360.platform.http.Edge.Parcel;
import io.journey360.platform.http.Edge.Parcels;
import io.journey360.platform.records.DurableRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What holds wherever the records of keys are kept. One service for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IdempotencyContract {

    private ConfigurableApplicationContext service;
    private WebTestClient http;
    private String key;
    private Parcels parcels;

    abstract ConfigurableApplicationContext startService(Path folder) throws Exception;

    void stopStore() throws Exception {}

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        service = startService(folder);
        http = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + Edge.port(service))
                .responseTimeout(Duration.ofSeconds(60))
                .build();
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
        stopStore();
    }

    @BeforeEach
    void countFromZero() {
        key = UUID.randomUUID().toString();
        parcels = service.getBean(Parcels.class);
        parcels.calls.set(0);
    }

    private WebTestClient.ResponseSpec send(HttpMethod method, String path, Object body) {
        return http.method(method)
                .uri("/api/v1" + path)
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private WebTestClient.ResponseSpec keep(String content) {
        return send(HttpMethod.POST, "/parcels", new Parcel(content));
    }

    @Test
    void answersARepeatWithTheFirstAnswerAndCreatesNothingMore() {
        var before = parcels.kept.size();
        var first =
                keep("shoes").expectStatus().isCreated().expectBody(Kept.class).returnResult();
        var second = keep("shoes")
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Idempotency-Replayed", "true")
                .expectBody(Kept.class)
                .returnResult();

        assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody());
        assertThat(second.getResponseHeaders().getLocation())
                .isNotNull()
                .isEqualTo(first.getResponseHeaders().getLocation());
        assertThat(parcels.kept).hasSize(before + 1);
    }

    @Test
    void keepsAnswersOfTwoCallersApart() {
        var one = keep("shoes").expectBody(Kept.class).returnResult().getResponseBody();
        var other = http.post()
                .uri("/api/v1/parcels")
                .header("Idempotency-Key", key)
                .header("Authorization", "Bearer other")
                .bodyValue(new Parcel("shoes"))
                .exchange()
                .expectBody(Kept.class)
                .returnResult()
                .getResponseBody();

        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void refusesTheKeyForAnotherBody() {
        keep("shoes").expectStatus().isCreated();

        keep("boots")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:journey360:problem:idempotency-key-reused");
    }

    @Test
    void repeatsAnAnswerWithoutBodyWithoutDoingAnything() {
        for (int i = 0; i < 2; i++) {
            send(HttpMethod.PUT, "/parcels/a", new Parcel("hat"))
                    .expectStatus()
                    .isNoContent()
                    .expectHeader()
                    .valueEquals("ETag", "\"7\"")
                    .expectBody()
                    .isEmpty();
        }
        assertThat(parcels.calls).hasValue(1);
    }

    @Test
    void repeatsARefusalWithTheSameStatusAndCode() {
        for (int i = 0; i < 2; i++) {
            send(HttpMethod.DELETE, "/parcels/a", "")
                    .expectStatus()
                    .isEqualTo(409)
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("urn:journey360:problem:sealed-already");
        }
        assertThat(parcels.calls).hasValue(1);
    }

    @Test
    void forgetsAFailureOfOurs() {
        send(HttpMethod.POST, "/broken", "").expectStatus().isEqualTo(500);
        send(HttpMethod.POST, "/broken", "").expectStatus().isOk();
    }

    @Test
    void saysThatTheFirstRequestIsStillUnderWay() throws Exception {
        var first = Thread.ofVirtual()
                .unstarted(() ->
                        send(HttpMethod.POST, "/slow", "{}").expectStatus().isOk());
        first.start();
        while (parcels.calls.get() == 0) {
            Thread.onSpinWait();
        }
        send(HttpMethod.POST, "/slow", "{}")
                .expectStatus()
                .isEqualTo(409)
                .expectHeader()
                .exists("Retry-After")
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:journey360:problem:in-progress");
        parcels.slow.tryEmitValue("done");
        first.join();
    }

    @Test
    void takesOverFromARequestWhoseProcessDied() {
        keep("shoes").expectStatus().isCreated();
        var records = service.getBean(DurableRecords.class);
        for (var record : records.list(KeyRecord.KIND)) {
            var died = KeyRecord.underWay(
                    KeyRecord.parse(record.json()).fingerprint(),
                    Instant.now().minusSeconds(1).toEpochMilli());
            records.replace(KeyRecord.KIND, record.key(), record.version(), died.json());
        }

        keep("shoes").expectStatus().isCreated().expectHeader().doesNotExist("Idempotency-Replayed");
        keep("shoes").expectStatus().isCreated().expectHeader().exists("Idempotency-Replayed");
    }

    @Test
    void keepsNothingOfTheContent() {
        keep("a secret content").expectStatus().isCreated();

        assertThat(service.getBean(DurableRecords.class).list(KeyRecord.KIND))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.json() + record.key()).doesNotContain("secret", key));
    }

    @Test
    void leavesAloneWhatIsIdempotentByItself() {
        send(HttpMethod.POST, "/events", "{}").expectBody(Integer.class).isEqualTo(1);
        send(HttpMethod.POST, "/events", "{}").expectBody(Integer.class).isEqualTo(2);
    }

    @Test
    void refusesAKeyThatIsNoKey() {
        http.post()
                .uri("/api/v1/parcels")
                .header("Idempotency-Key", "two words")
                .bodyValue(new Parcel("shoes"))
                .exchange()
                .expectStatus()
                .isBadRequest();
    }
}
