package io.journey360.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

class RoutingTest {

    private static final BackEnd booking = BackEnd.named("booking");
    private static final BackEnd profile = BackEnd.named("profile");
    private static final BackEnd touchpoint = BackEnd.named("touchpoint");
    private static final BackEnd analytics = BackEnd.named("analytics");
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.with(
                "journey.services.booking=" + booking.address(),
                "journey.services.profile=" + profile.address(),
                "journey.services.touchpoint=" + touchpoint.address(),
                "journey.services.analytics=" + analytics.address());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        booking.close();
        profile.close();
        touchpoint.close();
        analytics.close();
    }

    @BeforeEach
    void answerWithTheName() {
        booking.answers((request, response) -> response.sendString(Mono.just("booking")));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/events, touchpoint",
        "/api/v1/segment/v1/track, touchpoint",
        "/api/v1/imports/import-1/progress, touchpoint",
        "/api/v1/import-mappings/hotel-bookings, touchpoint",
        "/api/v1/touchpoints, touchpoint",
        "/api/v1/reviews, touchpoint",
        "/api/v1/surveys/nps, touchpoint",
        "/api/v1/journey-maps/stay, touchpoint",
        "/api/v1/bookings/booking-1/slot, booking",
        "/api/v1/reservations, booking",
        "/api/v1/services/haircut, booking",
        "/api/v1/locations/main/queue/call, booking",
        "/api/v1/slots?service=haircut, booking",
        "/api/v1/check-in, booking",
        "/api/v1/check-ins, booking",
        "/api/v1/profiles/profile-1/merges, profile",
        "/api/v1/personas, profile",
        "/api/v1/erasures/erasure-1, profile",
        "/api/v1/retention/reviews/runs, profile",
        "/api/v1/customers, analytics",
        "/api/v1/customers/id-1/journey, analytics",
        "/api/v1/analytics/funnel, analytics",
        "/api/v1/stream, analytics",
        "/api/v1/dead-letters/booking, booking",
        "/api/v1/dead-letters/profile-service, profile",
        "/api/v1/dead-letters/touchpoint-service/letter-1, touchpoint",
        "/api/v1/dead-letters/analytics, analytics"
    })
    void everyPathGoesToItsService(String path, String service) {
        assertThat(gateway.get(path).body()).isEqualTo(service);
    }

    @Test
    void pathAndQueryArriveAsTheyWereSent() {
        gateway.get("/api/v1/bookings/a%2Fb%20c?code=1%2B1&x=%C3%A4&empty=");
        assertThat(booking.asked()).contains("GET /api/v1/bookings/a%2Fb%20c?code=1%2B1&x=%C3%A4&empty=");
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/nothing", "/api/v1/dead-letters/payroll", "/api/v1/eventsandmore", "/nothing", "/api"})
    void anythingElseIsNotFound(String path) {
        var answer = gateway.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:journey360:problem:unknown");
        assertThat(answer.json().path("status").asInt()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/customers/%zz/journey", "/api/v1/bookings/a|b", "/%"})
    void aTargetThatIsNoUriIsRefusedWithAProblem(String target) throws IOException {
        try (var socket = new Socket("127.0.0.1", gateway.port())) {
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400").contains("urn:journey360:problem:malformed-uri");
        }
    }

    @Test
    void aMethodThatAnAddressOfTheGatewayDoesNotKnowIsRefused() {
        var answer = gateway.post("/api/v1/openapi.json", "application/json", "{}");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET");
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:journey360:problem:method-not-allowed");
    }

    @Test
    void whatAServiceAnswersIsPassedOnUnchanged() {
        booking.answers((request, response) -> response.status(409)
                .header("Content-Type", "application/problem+json")
                .header("Journey-Position", "17")
                .header("ETag", "\"3\"")
                .sendString(Mono.just("{\"status\":409}")));
        var answer = gateway.send("PUT", "/api/v1/bookings/b/slot", "{}", "Content-Type", "application/json");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Journey-Position")).isEqualTo("17");
        assertThat(answer.header("ETag")).isEqualTo("\"3\"");
        assertThat(answer.body()).isEqualTo("{\"status\":409}");
    }

    @Test
    void nothingAClientClaimsAboutItselfReachesAService() {
        var seen = seenByBooking();
        gateway.get(
                "/api/v1/bookings",
                "X-Forwarded-For",
                "6.6.6.6",
                "X-Forwarded-Host",
                "evil.example",
                "Forwarded",
                "for=6.6.6.6",
                "X-Journey-Caller",
                "root",
                "X-Journey-Roles",
                "admin",
                "X-Journey-Sources",
                "any");
        var headers = seen.get().requestHeaders();
        assertThat(headers.getAll("X-Forwarded-For")).hasSize(1).doesNotContain("6.6.6.6");
        assertThat(headers.names())
                .doesNotContain(
                        "X-Forwarded-Host", "Forwarded", "X-Journey-Caller", "X-Journey-Roles", "X-Journey-Sources");
    }

    @Test
    void aRequestKeepsItsIdAndItsTrace() {
        var seen = seenByBooking();
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var answer = gateway.get("/api/v1/bookings", "X-Request-Id", "my-id", "traceparent", trace);
        assertThat(answer.header("X-Request-Id")).isEqualTo("my-id");
        assertThat(seen.get().requestHeaders().get("X-Request-Id")).isEqualTo("my-id");
        assertThat(seen.get().requestHeaders().get("traceparent")).isEqualTo(trace);
    }

    @Test
    void aRequestWithoutIdAndTraceIsGivenThem() {
        var seen = seenByBooking();
        var answer = gateway.get("/api/v1/bookings", "X-Request-Id", "no spaces, please");
        assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{16}");
        assertThat(seen.get().requestHeaders().get("X-Request-Id")).isEqualTo(answer.header("X-Request-Id"));
        assertThat(seen.get().requestHeaders().get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @ParameterizedTest
    @CsvSource({"/", "/docs", "/api/v1/bookings", "/api/v1/nothing", "/api/v1/openapi.json"})
    void everyAnswerTellsBrowsersToTrustNothingElse(String path) {
        var answer = gateway.get(path);
        assertThat(answer.header("Content-Security-Policy"))
                .startsWith("default-src '")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    }

    @Test
    void aPolicyOfTheServiceItselfStands() {
        booking.answers((request, response) -> response.header("Content-Type", "text/html")
                .header("Content-Security-Policy", "default-src 'self'; script-src 'sha256-abc'")
                .sendString(Mono.just("<p>")));
        assertThat(gateway.get("/api/v1/check-in").headers().getAll("Content-Security-Policy"))
                .containsExactly("default-src 'self'; script-src 'sha256-abc'");
    }

    private static AtomicReference<HttpServerRequest> seenByBooking() {
        var seen = new AtomicReference<HttpServerRequest>();
        booking.answers((request, response) -> {
            seen.set(request);
            return response.sendString(Mono.just("seen"));
        });
        return seen;
    }
}
