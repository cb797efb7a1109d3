package io.journey360.analytics.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.index.QueryPool;
import io.journey360.analytics.index.QueryStopped;
import io.journey360.analytics.running.RunningAnalytics;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Analyses end when time is up or nobody waits, and only so many run. */
class QueryLimitsTest {

    private static final String ENDLESS = "/api/v1/analytics/endless";

    @TempDir
    Path folder;

    /** Goes on until it is stopped. */
    @RestController
    static class EndlessController {

        private final Analyses analyses;

        EndlessController(Analyses analyses) {
            this.analyses = analyses;
        }

        @GetMapping(ENDLESS)
        Mono<String> endless() {
            return analyses.answer(new Endless(), "");
        }
    }

    private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

    private static final class Endless implements AnalysisKind<String, String>, Analysis<String> {

        @Override
        public String name() {
            return "endless";
        }

        @Override
        public Class<String> request() {
            return String.class;
        }

        @Override
        public @Nullable Object asOf(String request) {
            return null;
        }

        @Override
        public Analysis<String> read(String request, Filters filters, RequestErrors errors) {
            return this;
        }

        @Override
        public String answer(Asked asked) {
            SEEN.add("begun");
            try {
                asked.query().run(2, () -> part -> {
                    while (true) {
                        asked.query().check();
                        Thread.onSpinWait();
                    }
                });
                return "";
            } catch (QueryStopped e) {
                SEEN.add(e.reason().toString());
                throw e;
            }
        }

        @Override
        public Optional<Figure> figure(Asked asked, String answer, FigurePath path) {
            return Optional.empty();
        }
    }

    private RunningAnalytics analytics(String... settings) {
        SEEN.clear();
        return new RunningAnalytics(folder, Clock.systemUTC(), List.of(EndlessController.class), settings);
    }

    @Test
    void anAnalysisPastItsTimeIsEndedAndSaysWhatToNarrow() throws InterruptedException {
        try (var analytics = analytics("journey.queries.limit=PT0.3S")) {
            analytics
                    .http()
                    .get()
                    .uri(ENDLESS)
                    .exchange()
                    .expectStatus()
                    .isEqualTo(504)
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("urn:journey360:problem:deadline-exceeded")
                    .jsonPath("$.detail")
                    .value(String.class, detail -> assertThat(detail).contains("shorter range"));
            assertThat(next()).isEqualTo("begun");
            assertThat(next()).isEqualTo("DEADLINE");
        }
    }

    @Test
    void anAnalysisEndsWithItsClient() throws IOException, InterruptedException {
        try (var analytics = analytics("journey.queries.limit=PT60S", "journey.queries.concurrent=1")) {
            var address = URI.create(analytics.baseUrl());
            try (var client = new Socket(address.getHost(), address.getPort())) {
                client.getOutputStream()
                        .write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .formatted(ENDLESS)
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(next()).isEqualTo("begun");
            }
            assertThat(next()).isEqualTo("CANCELLED");
            analytics
                    .http()
                    .get()
                    .uri("/api/v1/analytics/funnel")
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
    }

    @Test
    void whoWaitsTheWholeTimeIsToldToComeAgain() throws InterruptedException {
        try (var analytics = analytics("journey.queries.limit=PT0.5S", "journey.queries.concurrent=1")) {
            var turn = analytics.bean(QueryPool.class).begin();
            analytics
                    .http()
                    .get()
                    .uri("/api/v1/analytics/funnel")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(503)
                    .expectHeader()
                    .exists("Retry-After")
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("urn:journey360:problem:too-many-analyses");
            turn.close();
            analytics
                    .http()
                    .get()
                    .uri("/api/v1/analytics/funnel")
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
    }

    private static String next() throws InterruptedException {
        var seen = SEEN.poll(20, TimeUnit.SECONDS);
        return seen == null ? "nothing" : seen;
    }
}
