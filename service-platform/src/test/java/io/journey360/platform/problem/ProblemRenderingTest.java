package io.journey360.platform.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"spring.application.name=orders", "spring.test.webtestclient.timeout=60s"})
@AutoConfigureWebTestClient
@ExtendWith(OutputCaptureExtension.class)
class ProblemRenderingTest {

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        NettyReactiveWebServerAutoConfiguration.class,
        HttpHandlerAutoConfiguration.class,
        WebFluxAutoConfiguration.class,
        ErrorWebFluxAutoConfiguration.class,
        CodecsAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        ValidationAutoConfiguration.class,
        ProblemAutoConfiguration.class
    })
    @Import(Orders.class)
    static class Edge {}

    enum Size {
        SMALL,
        LARGE;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record OrderId(String value) {

        public OrderId {
            if (!value.startsWith("order-")) {
                throw new IllegalArgumentException("Not an order: " + value);
            }
        }
    }

    record Line(@NotBlank String article, @Min(1) int count) {}

    record Period(Instant from, Instant to) {
        public Period {
            if (from != null && to != null && to.isBefore(from)) {
                throw new IllegalArgumentException("must end after it begins");
            }
        }
    }

    record Order(
            @NotNull String customer,
            Size size,
            Instant due,
            Duration patience,
            Double weight,
            BigDecimal price,
            Boolean gift,
            Period period,
            List<@Valid Line> lines,
            Map<String, Object> attributes) {}

    enum Reason implements Refusal {
        SOLD_OUT,
        STALE {
            @Override
            public int status() {
                return 412;
            }
        }
    }

    @RestController
    static class Orders {

        @PostMapping("/orders")
        Mono<Order> place(@Valid @RequestBody Order order) {
            return Mono.just(order);
        }

        @GetMapping("/orders/{id}")
        OrderId get(@PathVariable OrderId id) {
            return id;
        }

        @GetMapping("/orders")
        int list(@RequestParam int limit) {
            return limit;
        }

        @PostMapping("/failures/{kind}")
        Mono<Void> fail(@PathVariable String kind) {
            return Mono.error(
                    switch (kind) {
                        case "refused" -> new CommandExecutionException("All gone", null, Reason.SOLD_OUT);
                        case "stale" -> new CommandExecutionException("Changed since", null, Reason.STALE);
                        case "missing" -> new AggregateNotFoundException("order-1", "anna@example.com");
                        case "busy" -> Problem.of(503, "overloaded", "Busy").retryAfter(Duration.ofMillis(1500));
                        case "late" -> new java.util.concurrent.TimeoutException("anna@example.com");
                        default -> new IllegalStateException("anna@example.com cannot be handled");
                    });
        }
    }

    @Autowired
    private WebTestClient http;

    private WebTestClient.BodyContentSpec refused(int status, String code, Object body) {
        return problem(
                status,
                code,
                http.post()
                        .uri("/orders")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange());
    }

    private static WebTestClient.BodyContentSpec problem(int status, String code, WebTestClient.ResponseSpec response) {
        return response.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:journey360:problem:" + code)
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.title")
                .isNotEmpty();
    }

    private void refusedAt(String pointer, String body) {
        refused(400, "invalid-request", body)
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer)
                .jsonPath("$.errors[0].detail")
                .isNotEmpty()
                .jsonPath("$.instance")
                .isEqualTo("/orders");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/colour | {'customer':'c','colour':'red'}",
                "/lines/0/colour | {'customer':'c','lines':[{'article':'a','count':1,'colour':'red'}]}",
                "/customer | {'customer':17}",
                "/customer | {'customer':true}",
                "/customer | {'customer':{'$ne':1}}",
                "/customer | {}",
                "/size | {'customer':'c','size':'huge'}",
                "/size | {'customer':'c','size':0}",
                "/size | {'customer':'c','size':'SMALL'}",
                "/due | {'customer':'c','due':'2026-05-01T10:00:00'}",
                "/due | {'customer':'c','due':1777629600}",
                "/patience | {'customer':'c','patience':'an hour'}",
                "/weight | {'customer':'c','weight':'1.5'}",
                "/weight | {'customer':'c','weight':1e999}",
                "/price | {'customer':'c','price':1e999999999}",
                "/gift | {'customer':'c','gift':'true'}",
                "/gift | {'customer':'c','gift':1}",
                "/period | {'customer':'c','period':{'from':'2026-05-02T00:00:00Z','to':'2026-05-01T00:00:00Z'}}",
                "/lines | {'customer':'c','lines':{}}",
                "/lines/1/count | {'customer':'c','lines':[{'article':'a','count':1},{'article':'a','count':0}]}",
                "/lines/0/count | {'customer':'c','lines':[{'article':'a','count':1.5}]}",
                "/lines/0/count | {'customer':'c','lines':[{'article':'a','count':99999999999}]}",
                "/lines/0/article | {'customer':'c','lines':[{'article':' ','count':1}]}",
                "/attributes | {'customer':'c','attributes':[]}",
                "'' | []",
                "'' | 'text'",
            })
    void pointsAtTheFieldThatIsWrong(String pointer, String body) {
        refusedAt(pointer, body.equals("text") ? "\"text\"" : body.replace('\'', '"'));
    }

    @Test
    void namesTheValuesAnEnumCanHaveButNotTheOneItGot() {
        refused(400, "invalid-request", "{\"customer\":\"c\",\"size\":\"anna@example.com\"}")
                .jsonPath("$.errors[0].detail")
                .isEqualTo("must be one of: small, large")
                .consumeWith(body -> assertThat(new String(body.getResponseBody(), StandardCharsets.UTF_8))
                        .doesNotContain("anna"));
    }

    @Test
    void repeatsWhatAConstructorOfOursSays() {
        refused(
                        400,
                        "invalid-request",
                        "{\"customer\":\"c\",\"period\":{\"from\":\"2026-05-02T00:00:00Z\",\"to\":\"2026-05-01T00:00:00Z\"}}")
                .jsonPath("$.errors[0].detail")
                .isEqualTo("must end after it begins");
    }

    @Test
    void readsAnInstantWithAnyOffset() {
        http.post()
                .uri("/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"customer\":\"c\",\"due\":\"2026-05-01T10:00:00+02:00\",\"patience\":\"PT1H30M\"}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.due")
                .isEqualTo("2026-05-01T08:00:00Z")
                .jsonPath("$.patience")
                .isEqualTo("PT1H30M");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"customer\":",
                "{\"customer\":\"c\"} {}",
                "{\"customer\":\"c\",\"customer\":\"d\"}",
                "{'customer':'c'}",
                "{\"customer\":\"c\",\"price\":NaN}",
                "not json at all"
            })
    void refusesBrokenJson(String body) {
        refused(400, "malformed-json", body);
    }

    @Test
    void refusesAnEmptyBody() {
        problem(
                400,
                "invalid-request",
                http.post()
                        .uri("/orders")
                        .contentType(MediaType.APPLICATION_JSON)
                        .exchange());
    }

    @Test
    void refusesInvalidUtf8() {
        var body = "{\"customer\":\"c?\"}".getBytes(StandardCharsets.UTF_8);
        body[14] = (byte) 0xff;
        refused(400, "malformed-json", body);
    }

    @Test
    void refusesFiveThousandLevelsOfNesting() {
        refused(
                        400,
                        "malformed-json",
                        "{\"customer\":\"c\",\"attributes\":{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}}")
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("nested too deep"));
    }

    @Test
    void refusesANumberOfTwoThousandDigits() {
        refused(400, "malformed-json", "{\"customer\":\"c\",\"price\":" + "9".repeat(2000) + "}");
    }

    @ParameterizedTest
    @CsvSource({"refused, 409, sold-out", "stale, 412, stale", "missing, 404, unknown", "late, 504, timeout"})
    void tellsWhatAFailureMeans(String kind, int status, String code) {
        problem(status, code, http.post().uri("/failures/" + kind).exchange());
    }

    @Test
    void saysWhenToTryAgain() {
        problem(
                503,
                "overloaded",
                http.post().uri("/failures/busy").exchange().expectHeader().valueEquals("Retry-After", "2"));
    }

    @Test
    void keepsTheTextOfAnUnexpectedFailureFromAnswerAndLog(CapturedOutput output) {
        problem(500, "internal", http.post().uri("/failures/unexpected").exchange())
                .consumeWith(body -> assertThat(new String(body.getResponseBody(), StandardCharsets.UTF_8))
                        .doesNotContain("anna", "Exception", "at io."));
        assertThat(output).contains("IllegalStateException", "/failures/{kind}").doesNotContain("anna");
    }

    @Test
    void answers404ForAPathNobodyServes() {
        problem(404, "unknown-path", http.get().uri("/nothing").exchange());
    }

    @Test
    void answers404ForAMalformedIdInAPath() {
        problem(404, "unknown", http.get().uri("/orders/banana").exchange())
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).doesNotContain("banana"));
    }

    @Test
    void pointsAtAQueryParameter() {
        problem(400, "invalid-request", http.get().uri("/orders?limit=many").exchange())
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/limit");
        problem(400, "invalid-request", http.get().uri("/orders").exchange())
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/limit");
    }

    @Test
    void saysWhichMethodsAreAllowed() {
        problem(
                405,
                "method-not-allowed",
                http.delete().uri("/orders").exchange().expectHeader().exists("Allow"));
    }

    @Test
    void saysWhichMediaTypesAreRead() {
        problem(
                415,
                "unsupported-media-type",
                http.post()
                        .uri("/orders")
                        .contentType(MediaType.TEXT_PLAIN)
                        .bodyValue("hello")
                        .exchange()
                        .expectHeader()
                        .exists("Accept"));
    }

    @Test
    void answers406AsAProblemWhateverIsAccepted() {
        problem(
                406,
                "not-acceptable",
                http.get().uri("/orders?limit=1").accept(MediaType.IMAGE_PNG).exchange());
    }
}
