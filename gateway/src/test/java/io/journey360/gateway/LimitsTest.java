package io.journey360.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class LimitsTest {

    private static final int MIB = 1024 * 1024;

    private static BackEnd backEnd;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        backEnd = BackEnd.answering((request, response) -> response.sendString(request.receive()
                .map(piece -> (long) piece.readableBytes())
                .reduce(0L, Long::sum)
                .map(bytes -> "received " + bytes)));
        gateway = RunningGateway.before(backEnd);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        backEnd.close();
    }

    @Test
    void aBodyOfExactlyTheLimitPasses() {
        assertThat(gateway.post("/api/v1/events", "application/json", text(MIB)).body())
                .isEqualTo("received " + MIB);
    }

    @Test
    void aBodyDeclaredLargerIsRefusedBeforeTheServiceHearsOfIt() {
        int before = backEnd.asked().size();
        var answer = gateway.post("/api/v1/events", "application/json", text(MIB + 1));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:journey360:problem:too-large");
        assertThat(answer.json().path("status").asInt()).isEqualTo(413);
        assertThat(backEnd.asked()).hasSize(before);
    }

    @Test
    void aBodyOfUnknownLengthIsRefusedWhereItGrowsTooLarge() {
        var answer = gateway.stream(
                "/api/v1/bookings", "application/json", Flux.range(0, 20).map(i -> text(MIB / 10)));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header("Connection")).isEqualTo("close");
    }

    @Test
    void ndjsonAndImportsHaveNoLimit() {
        var pieces = Flux.range(0, 40).map(i -> text(MIB / 4));
        assertThat(gateway.stream("/api/v1/events", "application/x-ndjson", pieces)
                        .body())
                .isEqualTo("received " + 10 * MIB);
        assertThat(gateway.stream("/api/v1/imports?mapping=hotel-bookings", "text/csv", pieces)
                        .body())
                .isEqualTo("received " + 10 * MIB);
    }

    /** A client that writes everything before it reads must not find the connection reset. */
    @Test
    void aClientThatSendsEightMebibytesBeforeItListensSeesTheRefusal() throws IOException {
        int size = 8 * MIB;
        try (var socket = new Socket("127.0.0.1", gateway.port())) {
            var out = socket.getOutputStream();
            out.write(("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + size + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            var piece = new byte[64 * 1024];
            Arrays.fill(piece, (byte) ' ');
            for (int sent = 0; sent < size; sent += piece.length) {
                out.write(piece);
            }
            out.flush();
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413").contains("urn:journey360:problem:too-large");
        }
    }

    @Test
    void aClientThatAsksFirstIsNotMadeToSendAnything() throws IOException {
        try (var socket = new Socket("127.0.0.1", gateway.port())) {
            socket.getOutputStream()
                    .write(("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                                    + "Content-Length: " + 2 * MIB + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void aBodyThatStopsComingIsGivenUp() {
        try (var impatient = RunningGateway.before(backEnd, "journey.limits.stall=200ms")) {
            var answer =
                    impatient.stream("/api/v1/bookings", "application/json", Flux.concat(Mono.just("{"), Mono.never()));
            assertThat(answer.status()).isEqualTo(408);
        }
    }

    @Test
    void tooManyRequestsAreRefusedWithTheTimeToWait() {
        try (var strict = RunningGateway.before(backEnd, "journey.limits.requests=3", "journey.limits.window=60s")) {
            var first = strict.get("/api/v1/bookings");
            assertThat(first.header("RateLimit-Policy")).isEqualTo("\"default\";q=3;w=60");
            assertThat(first.header("RateLimit")).startsWith("\"default\";r=2;t=");
            strict.get("/api/v1/bookings");
            strict.get("/api/v1/bookings");

            var refused = strict.get("/api/v1/bookings");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.json().path("type").asString()).isEqualTo("urn:journey360:problem:too-many-requests");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 20);
            assertThat(refused.header("RateLimit")).startsWith("\"default\";r=0;t=");

            assertThat(strict.stream("/api/v1/events", "application/x-ndjson", Mono.just("{}\n"))
                            .status())
                    .as("NDJSON is limited by back-pressure, not by count")
                    .isEqualTo(200);
            assertThat(strict.get("/").status()).as("the page itself is free").isEqualTo(200);
        }
    }

    private static String text(int bytes) {
        return " ".repeat(bytes);
    }
}
