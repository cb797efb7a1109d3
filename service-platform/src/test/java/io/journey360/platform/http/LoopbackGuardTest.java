package io.journey360.platform.http;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

class LoopbackGuardTest {

    @TempDir
    private static Path folder;

    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() {
        service = Edge.start(folder, "--journey.standalone=true");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static WebTestClient.ResponseSpec get(String header, String value) {
        return WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + Edge.port(service))
                .responseTimeout(Duration.ofSeconds(60))
                .build()
                .get()
                .uri("/api/v1/count")
                .header(header, value)
                .exchange();
    }

    private static void refused(WebTestClient.ResponseSpec response, String code) {
        response.expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:journey360:problem:" + code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080"})
    void letsThisMachineIn(String host) {
        get("Host", host).expectStatus().isOk().expectBody();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil@localhost", "10.0.0.7"
            })
    void refusesForeignHosts(String host) {
        refused(get("Host", host), "foreign-host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "null", "http://localhost.evil.example", "http://evil.example/localhost"
            })
    void refusesForeignOrigins(String origin) {
        refused(get("Origin", origin), "foreign-origin");
    }

    @Test
    void letsPagesOfThisMachineIn() {
        get("Origin", "http://localhost:8080").expectStatus().isOk().expectBody();
    }
}
