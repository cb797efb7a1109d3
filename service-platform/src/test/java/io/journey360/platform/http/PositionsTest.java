package io.journey360.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.http.Edge.Parcel;
import io.journey360.platform.projection.ViewPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;

class PositionsTest {

    @Configuration(proxyBeanMethods = false)
    @Import({Edge.class, Shelf.class, Board.class})
    static class Service {}

    /** A processor that can be held up. */
    @ProcessingGroup("shelf")
    static class Shelf {

        volatile CountDownLatch gate = new CountDownLatch(0);

        @EventHandler
        void on(EventMessage<?> event) throws InterruptedException {
            gate.await(30, TimeUnit.SECONDS);
        }
    }

    static class Board implements ViewPosition {

        final AtomicLong position = new AtomicLong(Long.MAX_VALUE);

        @Override
        public String name() {
            return "board";
        }

        @Override
        public long position() {
            return position.get();
        }
    }

    @TempDir
    private Path folder;

    private ConfigurableApplicationContext service;
    private WebTestClient http;

    @BeforeEach
    void start() {
        service = Edge.start(Service.class, folder);
        http = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + Edge.port(service) + "/api/v1")
                .responseTimeout(Duration.ofSeconds(60))
                .build();
    }

    @AfterEach
    void stop() {
        service.getBean(Shelf.class).gate.countDown();
        service.close();
    }

    private WebTestClient.ResponseSpec keep() {
        return http.post().uri("/parcels").bodyValue(new Parcel("shoes")).exchange();
    }

    private String positionAfterKeeping() {
        return keep().expectStatus()
                .isCreated()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getFirst("Journey-Position");
    }

    private long millisToRead(String position) {
        long start = System.nanoTime();
        http.get()
                .uri("/count")
                .header("Journey-Position", position)
                .exchange()
                .expectHeader()
                .doesNotExist("Journey-Position");
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Test
    void areToldOfEveryWrite() {
        assertThat(positionAfterKeeping()).isEqualTo("1");
        assertThat(positionAfterKeeping()).isEqualTo("2");
        http.delete()
                .uri("/parcels/a")
                .exchange()
                .expectStatus()
                .isEqualTo(409)
                .expectHeader()
                .doesNotExist("Journey-Position");
    }

    @Test
    void areWaitedForByAReadUntilTheProcessorIsThere() {
        var shelf = service.getBean(Shelf.class);
        shelf.gate = new CountDownLatch(1);
        var position = positionAfterKeeping();
        var reader = Thread.ofVirtual().unstarted(() -> millisToRead(position));
        reader.start();

        assertThat(joins(reader, Duration.ofMillis(300))).isFalse();
        shelf.gate.countDown();
        assertThat(joins(reader, Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void areWaitedForByAReadUntilOtherViewsAreThere() {
        var board = service.getBean(Board.class);
        board.position.set(0);
        var position = positionAfterKeeping();
        var reader = Thread.ofVirtual().unstarted(() -> millisToRead(position));
        reader.start();

        assertThat(joins(reader, Duration.ofMillis(300))).isFalse();
        board.position.set(1);
        assertThat(joins(reader, Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void areNotWaitedForLongerThanTwoSeconds() {
        service.getBean(Board.class).position.set(0);

        assertThat(millisToRead(positionAfterKeeping())).isGreaterThanOrEqualTo(Positions.PATIENCE.toMillis());
    }

    @Test
    void areRefusedWhenTheyAreNone() {
        for (var position : new String[] {"soon", "-1"}) {
            http.get()
                    .uri("/count")
                    .header("Journey-Position", position)
                    .exchange()
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .isEqualTo("/Journey-Position");
        }
    }

    private static boolean joins(Thread thread, Duration within) {
        try {
            return thread.join(within);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
