package io.journey360.platform.operations;

import static org.awaitility.Awaitility.await;

import io.journey360.platform.log.JourneyLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;

class ReadinessTest {

    /** Long, because other builds may share the machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Reader.class)
    static class Service {}

    @ProcessingGroup("reader")
    static class Reader {

        static volatile CountDownLatch gate = new CountDownLatch(0);

        @EventHandler
        void on(EventMessage<?> event) throws InterruptedException {
            gate.await(60, TimeUnit.SECONDS);
        }
    }

    @TempDir
    private Path folder;

    private ConfigurableApplicationContext start(String... more) {
        var arguments = new java.util.ArrayList<>(List.of(
                "--spring.application.name=reader-service",
                "--server.port=0",
                "--journey.documents=embedded",
                "--journey.data=" + folder.resolve("data")));
        arguments.addAll(List.of(more));
        return new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.REACTIVE)
                .run(arguments.toArray(String[]::new));
    }

    private static WebTestClient http(ConfigurableApplicationContext service, String port) {
        return WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + service.getEnvironment().getProperty(port))
                .responseTimeout(PATIENCE)
                .build();
    }

    @Test
    void comesOnlyWhenTheViewsHavePassedTheHeadSeenAtTheStart() {
        try (var first = start()) {
            first.getBean(JourneyLog.class)
                    .append(List.of(new GenericDomainEventMessage<>("Book", "book", 0, Map.of("page", 1))));
        }
        Reader.gate = new CountDownLatch(1);
        try (var service = start()) {
            var http = http(service, "local.server.port");
            http.get()
                    .uri("/actuator/health/liveness")
                    .exchange()
                    .expectStatus()
                    .isOk();
            http.get()
                    .uri("/actuator/health/readiness")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(503);

            Reader.gate.countDown();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> http.get()
                            .uri("/actuator/health/readiness")
                            .exchange()
                            .expectStatus()
                            .isOk());
        } finally {
            Reader.gate.countDown();
        }
    }

    @Test
    void isToldOnAPortOfItsOwnWithTheMeasures() {
        try (var service = start("--management.server.port=0")) {
            var management = http(service, "local.management.port");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> management
                            .get()
                            .uri("/actuator/health/readiness")
                            .exchange()
                            .expectStatus()
                            .isOk());
            management
                    .get()
                    .uri("/actuator/prometheus")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .value(body -> org.assertj.core.api.Assertions.assertThat(body)
                            .contains("journey_dead_letter_sequences", "jvm_memory_used_bytes"));
            management.get().uri("/actuator/env").exchange().expectStatus().isNotFound();
            http(service, "local.server.port")
                    .get()
                    .uri("/actuator/health")
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
    }
}
