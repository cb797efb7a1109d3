package io.journey360.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

class OpenApiTest {

    @TempDir
    private static Path folder;

    private static ConfigurableApplicationContext service;
    private static JsonNode document;

    @BeforeAll
    static void read() {
        service = Edge.start(folder);
        document = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + Edge.port(service))
                .responseTimeout(Duration.ofSeconds(60))
                .build()
                .get()
                .uri("/v3/api-docs")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void isOfVersionThreeOne() {
        assertThat(document.path("openapi").asString()).startsWith("3.1");
    }

    @Test
    void describesAProblem() {
        var problem = document.at("/components/schemas/Problem");

        assertThat(problem.path("type").asString()).isEqualTo("object");
        assertThat(problem.at("/properties/errors/items/properties/pointer/type")
                        .asString())
                .isEqualTo("string");
    }

    @Test
    void tellsTheProblemsOfEveryOperationWithAnExample() {
        for (var path : document.path("paths")) {
            for (var operation : path) {
                for (var status : new String[] {"400", "429", "500", "503"}) {
                    var content = operation.at("/responses/" + status + "/content/application~1problem+json");
                    assertThat(content.at("/schema/$ref").asString()).isEqualTo("#/components/schemas/Problem");
                    assertThat(content.at("/example/status").asInt()).isEqualTo(Integer.parseInt(status));
                }
            }
        }
    }

    @Test
    void tellsTheHeadersOfWritesAndReads() {
        var post = document.at("/paths/~1api~1v1~1parcels/post");
        var get = document.at("/paths/~1api~1v1~1parcels~1{id}/get");
        var put = document.at("/paths/~1api~1v1~1parcels~1{id}/put");

        assertThat(post.path("parameters").findValuesAsString("name")).contains("Idempotency-Key");
        assertThat(post.at("/responses/200/headers").has("Journey-Position")).isTrue();
        assertThat(put.path("parameters").findValuesAsString("name")).contains("Idempotency-Key", "If-Match");
        assertThat(get.path("parameters").findValuesAsString("name")).contains("Journey-Position", "id");
        assertThat(get.path("responses").has("404")).isTrue();
    }

    @Test
    void listsTheDeadLetters() {
        assertThat(document.path("paths").has("/api/v1/dead-letters/{service}")).isTrue();
    }
}
