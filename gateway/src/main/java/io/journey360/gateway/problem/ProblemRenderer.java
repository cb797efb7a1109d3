package io.journey360.gateway.problem;

import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Tells every error that reaches the edge of the gateway as a problem document, in the shape the services use. */
@Component
@Order(-2)
class ProblemRenderer implements ErrorWebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemRenderer.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(error);
        }
        return switch (error) {
            case GatewayProblem problem -> write(exchange, problem);
            case MethodNotAllowedException refused -> {
                exchange.getResponse()
                        .getHeaders()
                        .set(
                                HttpHeaders.ALLOW,
                                refused.getSupportedMethods().stream()
                                        .map(HttpMethod::name)
                                        .collect(Collectors.joining(", ")));
                yield write(
                        exchange,
                        new GatewayProblem(
                                405, "method-not-allowed", refused.getHttpMethod() + " is not possible here"));
            }
            case ResponseStatusException refused -> write(exchange, ofStatus(refused));
            default -> {
                log.error("Request {} failed", exchange.getLogPrefix(), error);
                yield write(
                        exchange,
                        new GatewayProblem(500, "internal", "The gateway failed; the request id finds it in its log"));
            }
        };
    }

    private static GatewayProblem ofStatus(ResponseStatusException refused) {
        int status = refused.getStatusCode().value();
        return switch (status) {
            case 404 -> new GatewayProblem(404, "unknown", "There is nothing at this address");
            case 406 -> new GatewayProblem(406, "not-acceptable", "None of the accepted media types is offered");
            case 415 -> new GatewayProblem(415, "unsupported-media-type", "This media type is not understood here");
            default ->
                new GatewayProblem(
                        status,
                        status < 500 ? "invalid-request" : "internal",
                        Objects.requireNonNullElse(refused.getReason(), title(refused.getStatusCode())));
        };
    }

    private static Mono<Void> write(ServerWebExchange exchange, GatewayProblem problem) {
        var status = HttpStatusCode.valueOf(problem.status());
        var bytes = document(problem);
        var response = exchange.getResponse();
        response.setStatusCode(status);
        var headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setContentLength(bytes.length);
        headers.setCacheControl("no-store");
        var retryAfter = problem.retryAfter();
        if (retryAfter != null) {
            headers.set(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds())));
        }
        if (exchange.getRequest().getMethod().equals(HttpMethod.HEAD)) {
            return response.setComplete();
        }
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(bytes)));
    }

    static byte[] document(GatewayProblem problem) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "urn:journey360:problem:" + problem.code());
        body.put("title", title(HttpStatusCode.valueOf(problem.status())));
        body.put("status", problem.status());
        body.put("detail", Objects.requireNonNullElse(problem.getMessage(), ""));
        return JSON.writeValueAsBytes(body);
    }

    private static String title(HttpStatusCode status) {
        var known = HttpStatus.resolve(status.value());
        return known == null ? "Error" : known.getReasonPhrase();
    }
}
