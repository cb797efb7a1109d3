package io.journey360.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

class AccessTest {

    private static final AtomicReference<HttpServerRequest> seen = new AtomicReference<>();
    private static BackEnd backEnd;
    private static RunningGateway loopback;
    private static RunningGateway open;

    @BeforeAll
    static void start() {
        backEnd = BackEnd.answering((request, response) -> {
            seen.set(request);
            return response.sendString(Mono.just("in"));
        });
        loopback = RunningGateway.before(backEnd);
        open = RunningGateway.before(
                backEnd,
                "server.address=0.0.0.0",
                "journey.api-keys[0].name=shop",
                "journey.api-keys[0].sha256=" + sha256("shop-key"),
                "journey.api-keys[0].roles=ingest",
                "journey.api-keys[0].sources=web-shop,app",
                "journey.api-keys[1].name=ann",
                "journey.api-keys[1].sha256=" + sha256("ann-key"),
                "journey.api-keys[1].roles=analyst,identified",
                "journey.api-keys[2].name=ops",
                "journey.api-keys[2].sha256=" + sha256("ops-key"),
                "journey.api-keys[2].roles=admin",
                "journey.api-keys[3].name=dpo",
                "journey.api-keys[3].sha256=" + sha256("dpo-key"),
                "journey.api-keys[3].roles=privacy",
                "journey.api-keys[4].name=desk",
                "journey.api-keys[4].sha256=" + sha256("desk-key"),
                "journey.api-keys[4].roles=desk",
                "journey.api-keys[5].name=site",
                "journey.api-keys[5].sha256=" + sha256("site-key"),
                "journey.api-keys[5].roles=browser",
                "journey.api-keys[5].sources=web-shop",
                "journey.api-keys[6].name=eve",
                "journey.api-keys[6].sha256=" + sha256("eve-key"),
                "journey.api-keys[6].roles=analyst");
    }

    @AfterAll
    static void stop() {
        loopback.close();
        open.close();
        backEnd.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST"})
    void onLoopbackTheMachinesOwnNamesAreAnswered(String host) {
        assertThat(loopback.get("/api/v1/bookings", "Host", host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "192.168.1.4",
                "evil.example@localhost"
            })
    void onLoopbackAForeignHostIsRefused(String host) {
        for (var path : new String[] {"/", "/api/v1/bookings", "/api/v1/openapi.json", "/actuator/health"}) {
            var answer = loopback.get(path, "Host", host);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().path("type").asString()).isEqualTo("urn:journey360:problem:foreign-host");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "http://localhost:3000", "null", "http://localhost.evil.example", "%%"})
    void onLoopbackAForeignOriginIsRefused(String origin) {
        var answer =
                loopback.post("/api/v1/bookings", "application/json", "{}", "Host", "localhost:8080", "Origin", origin);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:journey360:problem:foreign-origin");
    }

    @Test
    void onLoopbackItsOwnPagesMayCall() {
        assertThat(loopback.post(
                                "/api/v1/bookings",
                                "application/json",
                                "{}",
                                "Host",
                                "localhost:8080",
                                "Origin",
                                "http://localhost:8080")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.address=0.0.0.0", "server.address=::"})
    void elsewhereItDoesNotStartWithoutCredentials(String address) {
        assertThatThrownBy(() -> RunningGateway.before(backEnd, address))
                .rootCause()
                .hasMessageContaining("let anybody in");
    }

    @Test
    void elsewhereACallWithoutKeyIsUnauthenticated() {
        var answer = open.get("/api/v1/analytics/funnel");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:journey360:problem:unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer ", "Basic YTpi", "ann-key"})
    void aKeyThatIsNotKnownIsUnauthenticated(String authorization) {
        assertThat(open.get("/api/v1/analytics/funnel", "Authorization", authorization)
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "shop, POST, /api/v1/events, 200",
        "shop, POST, /api/v1/segment/v1/track, 200",
        "site, POST, /api/v1/segment/v1/track, 200",
        "site, POST, /api/v1/events, 403",
        "site, POST, /api/v1/imports, 403",
        "site, GET, /api/v1/surveys, 403",
        "site, GET, /api/v1/profiles/p, 403",
        "ann, POST, /api/v1/segment/v1/track, 403",
        "shop, GET, /api/v1/analytics/funnel, 403",
        "shop, GET, /api/v1/customers/id-1/journey, 403",
        "shop, PUT, /api/v1/import-mappings/mine, 403",
        "ann, GET, /api/v1/analytics/funnel, 200",
        "ann, GET, /api/v1/customers/id-1/journey, 200",
        "ann, GET, /api/v1/stream, 200",
        "ann, POST, /api/v1/analytics/exports, 200",
        "ann, GET, /api/v1/analytics/exports/e-1/file, 200",
        "ann, GET, /api/v1/analytics/explanations/e-1, 200",
        "eve, GET, /api/v1/analytics/touchpoints, 200",
        "eve, POST, /api/v1/analytics/exports, 403",
        "eve, GET, /api/v1/analytics/exports/e-1/file, 403",
        "eve, GET, /api/v1/analytics/explanations/e-1, 403",
        "ann, POST, /api/v1/events, 403",
        "ann, POST, /api/v1/analytics/rebuild, 403",
        "ann, GET, /api/v1/dead-letters/booking, 403",
        "ann, DELETE, /api/v1/profiles/p, 403",
        "ann, PATCH, /api/v1/profiles/p/traits, 403",
        "ann, GET, /actuator/prometheus, 403",
        "ops, PUT, /api/v1/import-mappings/mine, 200",
        "ops, PUT, /api/v1/journey-maps/advice, 200",
        "ops, DELETE, /api/v1/journey-maps/advice, 200",
        "ops, PUT, /api/v1/surveys/nps, 200",
        "ann, GET, /api/v1/journey-maps/advice, 200",
        "ann, PUT, /api/v1/journey-maps/advice, 403",
        "ann, DELETE, /api/v1/journey-maps/advice, 403",
        "ann, GET, /api/v1/surveys, 200",
        "eve, GET, /api/v1/personas/gold, 200",
        "eve, GET, /api/v1/personas/gold/people, 403",
        "ann, GET, /api/v1/personas/gold/people, 200",
        "ann, PUT, /api/v1/personas/gold, 403",
        "ops, PUT, /api/v1/personas/gold, 200",
        "shop, GET, /api/v1/surveys/nps, 200",
        "shop, PUT, /api/v1/surveys/nps, 403",
        "desk, PUT, /api/v1/surveys/nps, 403",
        "ops, POST, /api/v1/analytics/rebuild, 200",
        "ops, GET, /api/v1/dead-letters/booking, 200",
        "ops, GET, /actuator/prometheus, 200",
        "ops, GET, /api/v1/customers/id-1/journey, 403",
        "ops, GET, /api/v1/profiles/p/export, 403",
        "dpo, GET, /api/v1/profiles/p/export, 200",
        "dpo, DELETE, /api/v1/profiles/p, 200",
        "dpo, GET, /api/v1/bookings, 403",
        "desk, GET, /api/v1/bookings, 200",
        "desk, PUT, /api/v1/bookings/b/check-in, 200",
        "desk, PUT, /api/v1/services/haircut, 403",
        "desk, DELETE, /api/v1/profiles/p, 403",
        "dpo, PUT, /api/v1/retention/reviews, 200",
        "ops, PUT, /api/v1/retention/reviews, 200",
        "dpo, GET, /api/v1/retention/reviews/runs, 200",
        "ann, GET, /api/v1/retention, 403",
        "desk, DELETE, /api/v1/retention/reviews, 403"
    })
    void aRoleOpensWhatItIsForAndNothingElse(String key, String method, String path, int status) {
        assertThat(open.send(method, path, null, "Authorization", "Bearer " + key + "-key")
                        .status())
                .isEqualTo(status);
    }

    @Test
    void aServiceLearnsWhoCallsAndNeverTheKey() {
        open.post("/api/v1/events", "application/json", "{}", "X-Api-Key", "shop-key", "X-Journey-Roles", "admin");
        var headers = seen.get().requestHeaders();
        assertThat(headers.get("X-Journey-Caller")).isEqualTo("shop");
        assertThat(headers.get("X-Journey-Roles")).isEqualTo("ingest");
        assertThat(headers.get("X-Journey-Sources")).isEqualTo("app,web-shop");
        assertThat(headers.names()).doesNotContain("Authorization", "X-Api-Key", "Cookie");
    }

    @Test
    void segmentsLibrariesSendTheirKeyAsAUserName() {
        var basic = "Basic " + Base64.getEncoder().encodeToString("shop-key:".getBytes(StandardCharsets.UTF_8));
        assertThat(open.post("/api/v1/segment/v1/track", "application/json", "{}", "Authorization", basic)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\": \"e\", \"writeKey\": \"site-key\"}",
                "{\"writeKey\": \"site-key\", \"batch\": [{\"writeKey\": \"x\"}]}",
                "{\"batch\": [{\"writeKey\": \"wrong\"}], \"writeKey\": \"site-key\"}"
            })
    void aPagesKeyMayStandInTheBodyThatIsSentOnWhole(String body) {
        var received = new AtomicReference<String>();
        backEnd.answers((request, response) -> {
            seen.set(request);
            return request.receive()
                    .aggregate()
                    .asString()
                    .doOnNext(received::set)
                    .then(response.sendString(Mono.just("in")).then());
        });
        try {
            var answer = open.post("/api/v1/segment/v1/t", "text/plain", body, "Origin", "https://shop.example");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers().getAll("Access-Control-Allow-Origin")).containsExactly("*");
            assertThat(received.get()).isEqualTo(body);
            assertThat(seen.get().requestHeaders().get("X-Journey-Roles")).isEqualTo("browser");
            assertThat(seen.get().requestHeaders().get("X-Journey-Sources")).isEqualTo("web-shop");
        } finally {
            backEnd.answers((request, response) -> {
                seen.set(request);
                return response.sendString(Mono.just("in"));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"writeKey\": 1}",
                "{\"writeKey\": \"wrong\"}",
                "{\"batch\": [{\"writeKey\": \"site-key\"}]}",
                "{\"context\": {\"writeKey\": \"site-key\"}}"
            })
    void aBodyWithoutAKnownKeyIsUnauthenticated(String body) {
        assertThat(open.post("/api/v1/segment/v1/t", "text/plain", body).status())
                .isEqualTo(401);
    }

    @Test
    void aKeyInABodyCountsForTheSegmentApiOnlyAndInHalfAMegabyte() {
        var body = "{\"writeKey\": \"shop-key\", \"x\": \"%s\"}";

        assertThat(open.post("/api/v1/events", "application/json", body.formatted(""))
                        .status())
                .isEqualTo(401);
        assertThat(open.post("/api/v1/segment/v1/b", "text/plain", body.formatted("x".repeat(600_000)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aPageOfAnyOriginMayAskWhetherItMaySendToTheSegmentApi() {
        String[] preflight = {
            "Origin",
            "https://shop.example",
            "Access-Control-Request-Method",
            "POST",
            "Access-Control-Request-Headers",
            "authorization,content-type"
        };

        var answer = open.send("OPTIONS", "/api/v1/segment/v1/batch", null, preflight);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("POST");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
        assertThat(open.send("OPTIONS", "/api/v1/events", null, preflight).header("Access-Control-Allow-Origin"))
                .isNull();
        assertThat(loopback.send("OPTIONS", "/api/v1/segment/v1/batch", null, preflight)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void checkingInAndThePagesNeedNoKey() {
        assertThat(open.post("/api/v1/check-ins", "application/json", "{}").status())
                .isEqualTo(200);
        assertThat(open.get("/api/v1/check-in").status()).isEqualTo(200);
        assertThat(open.get("/api/v1/check-in/page.js").status()).isEqualTo(200);
        assertThat(open.get("/").status()).isEqualTo(200);
        assertThat(open.get("/docs").status()).isEqualTo(200);
        assertThat(open.get("/api/v1/session")
                        .json()
                        .path("credentialsDemanded")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aManagementPortOfItsOwnAsksForNoKeyAndOffersNothingElse() {
        try (var managed = RunningGateway.before(
                backEnd,
                "server.address=0.0.0.0",
                "management.server.port=0",
                "journey.api-keys[0].name=ops",
                "journey.api-keys[0].sha256=" + sha256("ops-key"),
                "journey.api-keys[0].roles=admin")) {
            var management = "http://localhost:" + managed.managementPort();
            assertThat(managed.get(management + "/actuator/prometheus").status())
                    .isEqualTo(200);
            assertThat(managed.get(management + "/actuator/health/readiness").status())
                    .isEqualTo(200);
            assertThat(managed.get(management + "/api/v1/bookings").status()).isEqualTo(404);
            assertThat(managed.get("/api/v1/bookings").status()).isEqualTo(401);
        }
    }

    @Test
    void aBrowserSignsInOnceAndItsCookieIsItsOwn() {
        var begun = open.send("POST", "/api/v1/session", null, "Authorization", "Bearer ann-key");
        assertThat(begun.json().path("caller").asString()).isEqualTo("ann");
        var cookie = begun.header("Set-Cookie");
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
        var value = cookie.substring(0, cookie.indexOf(';'));

        assertThat(open.get("/api/v1/analytics/funnel", "Cookie", value).status())
                .isEqualTo(200);
        assertThat(open.get("/api/v1/dead-letters/booking", "Cookie", value).status())
                .isEqualTo(403);
        assertThat(open.get("/api/v1/analytics/funnel", "Cookie", value, "Origin", "https://evil.example")
                        .status())
                .as("another site's page")
                .isEqualTo(403);
        assertThat(open.get("/api/v1/analytics/funnel", "Cookie", value.replaceFirst("=.{3}", "=b3B"))
                        .status())
                .as("another's name under this signature")
                .isEqualTo(401);
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
