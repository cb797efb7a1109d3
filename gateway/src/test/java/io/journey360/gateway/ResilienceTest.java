package io.journey360.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class ResilienceTest {

    private static final BackEnd.Answer NEVER = (request, response) -> Mono.never();
    private static final BackEnd.Answer BREAKS_OFF = (request, response) -> {
        request.withConnection(connection -> connection.channel().close());
        return Mono.never();
    };
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private BackEnd backEnd;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        backEnd = BackEnd.named("up");
        gateway = RunningGateway.before(
                backEnd,
                "journey.timeouts.booking=300ms",
                "journey.timeouts.profile=300ms",
                "journey.timeouts.touchpoint=300ms",
                "journey.timeouts.analytics=300ms");
    }

    @AfterEach
    void stop() {
        gateway.close();
        backEnd.close();
    }

    @Test
    void aServiceThatIsDownIsAnnouncedWithATimeToTryAgain() throws IOException {
        try (var lonely = RunningGateway.before(URI.create("http://127.0.0.1:" + freePort()))) {
            var answer = lonely.post("/api/v1/events", "application/json", "{}");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.json().path("type").asString()).isEqualTo("urn:journey360:problem:service-unavailable");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, 3", "HEAD, 3", "DELETE, 3", "POST, 1", "PATCH, 1"})
    void onlyWhatMayBeRepeatedIsSentAgainWhenTheConnectionBreaks(String method, int times) {
        backEnd.answers(BREAKS_OFF);
        assertThat(gateway.send(method, "/api/v1/bookings/b", null).status()).isEqualTo(503);
        assertThat(backEnd.asked()).hasSize(times);
    }

    @Test
    void aBodyThatWasSentIsNotSentAgain() {
        backEnd.answers(BREAKS_OFF);
        var answer = gateway.send("PUT", "/api/v1/bookings/b/served", "{}", "Content-Length", "2");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(backEnd.asked()).hasSize(1);
    }

    @Test
    void aRepeatedReadThatSucceedsLooksLikeAnyOther() {
        backEnd.answers((request, response) -> backEnd.asked().size() < 2
                ? BREAKS_OFF.apply(request, response)
                : response.sendString(Mono.just("second")));
        var answer = gateway.get("/api/v1/bookings");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("second");
    }

    @Test
    void errorsThatAServiceAnswersAreNotRepeated() {
        backEnd.answers((request, response) -> response.status(500).sendString(Mono.just("{}")));
        assertThat(gateway.get("/api/v1/bookings").status()).isEqualTo(500);
        assertThat(backEnd.asked()).hasSize(1);
    }

    @Test
    void aServiceThatTakesTooLongIsTimedOut() {
        backEnd.answers(NEVER);
        var answer = gateway.get("/api/v1/analytics/funnel");
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:journey360:problem:timeout");
        assertThat(backEnd.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/stream",
                "/api/v1/imports/import-1/progress",
                "/api/v1/analytics/exports",
                "/api/v1/profiles/p/export"
            })
    void streamsAndExportsMayTakeAnyTime(String path) {
        backEnd.answers((request, response) -> Mono.delay(Duration.ofMillis(700))
                .then(response.sendString(Mono.just("late")).then()));
        assertThat(gateway.get(path).body()).isEqualTo("late");
    }

    @Test
    void aClientThatSendsSlowlyIsNotTakenForASlowService() {
        backEnd.answers((request, response) ->
                response.sendString(request.receive().aggregate().asString()));
        var slowly = Flux.just("{", "\"a\"", ":", "1", "}").delayElements(Duration.ofMillis(150));
        var answer = gateway.stream("/api/v1/bookings", "application/json", slowly);
        assertThat(answer.body()).isEqualTo("{\"a\":1}");
    }

    @Test
    void theBreakerOpensForTheServiceThatFailsAndForNoOther() {
        backEnd.answers(BREAKS_OFF);
        for (int i = 0; i < 20; i++) {
            gateway.post("/api/v1/bookings", "application/json", "{}");
        }
        int reached = backEnd.asked().size();
        var refused = gateway.post("/api/v1/bookings", "application/json", "{}");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 5);
        assertThat(backEnd.asked()).hasSize(reached);

        backEnd.answers(BackEnd.json("{}"));
        assertThat(gateway.get("/api/v1/profiles/p").status()).isEqualTo(200);
    }

    @Test
    void whatAServiceRefusesDoesNotOpenItsBreaker() {
        backEnd.answers((request, response) -> response.status(503).sendString(Mono.just("index-full")));
        for (int i = 0; i < 40; i++) {
            assertThat(gateway.get("/api/v1/analytics/funnel").body()).isEqualTo("index-full");
        }
    }

    @Test
    void liveEventsArriveOneByOne() {
        var events = Sinks.many().unicast().<String>onBackpressureBuffer();
        backEnd.answers((request, response) -> response.sse().sendString(events.asFlux()));
        var received = new CopyOnWriteArrayList<String>();
        var first = new CountDownLatch(1);
        var second = new CountDownLatch(2);
        var subscription = gateway.receive("/api/v1/stream", "Accept", "text/event-stream")
                .subscribe(text -> {
                    received.add(text);
                    first.countDown();
                    second.countDown();
                });
        events.tryEmitNext("data: 1\n\n");
        assertThat(arrived(first)).isTrue();
        events.tryEmitNext("data: 2\n\n");
        assertThat(arrived(second)).isTrue();
        assertThat(received).containsExactly("data: 1\n\n", "data: 2\n\n");
        subscription.dispose();
    }

    @Test
    void aStreamedUploadReachesTheServiceWhileItIsStillBeingSent() {
        var firstLineSeen = new CountDownLatch(1);
        backEnd.answers((request, response) -> response.sendString(request.receive()
                .asString()
                .doOnNext(piece -> firstLineSeen.countDown())
                .reduce("", String::concat)));
        var lines = Flux.concat(
                Mono.just("1\n"),
                Mono.fromCallable(() -> arrived(firstLineSeen) ? "2\n" : "the first never came\n")
                        .subscribeOn(Schedulers.boundedElastic()));
        var answer = gateway.stream("/api/v1/events", "application/x-ndjson", lines);
        assertThat(answer.body()).isEqualTo("1\n2\n");
    }

    private static boolean arrived(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
