package io.journey360.platform.problem;

import io.journey360.platform.operations.ServiceOfLine;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes every failure of a request as a problem document, whatever the request accepts. */
final class ProblemRenderer implements WebExceptionHandler, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemRenderer.class);
    private static final int FRAMES = 12;

    private final JsonMapper json = JsonMapper.builder().build();
    private final String service;

    ProblemRenderer(String service) {
        this.service = service;
    }

    /** Before Boot's own at -1. */
    @Override
    public int getOrder() {
        return -2;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        var problem = Problems.of(failure);
        if (problem.status() >= 500 && !(failure instanceof Problem)) {
            log(exchange, problem, failure);
        }
        var response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(
                    failure); // too late to say anything: the connection is cut, so nobody takes it for the end
        }
        exchange.getAttributes().put(ProblemAttributes.PROBLEM, problem);
        var request = exchange.getRequest();
        var document = problem.document();
        document.put("instance", request.getURI().getRawPath());
        var body = json.writeValueAsBytes(document);

        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        var headers = response.getHeaders();
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        problem.headers().forEach(headers::set);
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setContentLength(body.length);
        headers.setCacheControl("no-store");
        Optional.ofNullable(problem.retryAfter())
                .ifPresent(delay -> headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds(delay))));
        if (request.getMethod().equals(HttpMethod.HEAD)) {
            return response.setComplete();
        }
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private static long seconds(Duration delay) {
        return Math.max(1, delay.plusMillis(999).toSeconds());
    }

    /** The route's pattern, types and frames: neither paths nor messages, which may quote what somebody sent. */
    private void log(ServerWebExchange exchange, Problem problem, Throwable failure) {
        var route = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        try (var scope = MDC.putCloseable(ServiceOfLine.SAID, service)) {
            LOG.error(
                    "{} {} at {} {}: {}",
                    problem.status(),
                    problem.code(),
                    exchange.getRequest().getMethod(),
                    route == null ? "no route" : route,
                    trace(failure));
        }
    }

    static String trace(Throwable failure) {
        var text = new StringBuilder();
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 6; cause = cause.getCause(), depth++) {
            text.append(depth == 0 ? "" : "; caused by ")
                    .append(cause.getClass().getName())
                    .append(Arrays.stream(cause.getStackTrace())
                            .limit(FRAMES)
                            .map(StackTraceElement::toString)
                            .collect(Collectors.joining(" < ", " at ", "")));
        }
        return text.toString();
    }
}
