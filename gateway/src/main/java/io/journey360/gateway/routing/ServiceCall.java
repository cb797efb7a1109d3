package io.journey360.gateway.routing;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.journey360.gateway.problem.GatewayProblem;
import io.journey360.gateway.routing.ServiceFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.channel.AbortedException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;
import reactor.util.retry.Retry;

/** One request sent on to its service: with a time limit, a circuit breaker and, where repeating is harmless, a retry. */
final class ServiceCall implements GatewayFilter, Ordered {

    private static final int RETRIES = 2;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);
    private static final Duration STARTING = Duration.ofSeconds(1);
    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

    private final Service service;
    private final KnownAddresses addresses;
    private final Duration timeout;
    private final CircuitBreaker breaker;

    ServiceCall(Service service, KnownAddresses addresses, Duration timeout, CircuitBreaker breaker) {
        this.service = service;
        this.addresses = addresses;
        this.timeout = timeout;
        this.breaker = breaker;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        var base = addresses.of(service.id());
        if (base == null) {
            return Mono.error(new GatewayProblem(
                    503, "service-unavailable", "The " + service.id() + " service is starting", STARTING));
        }
        exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR, target(base, exchange));
        var limited = !Unhurried.applies(exchange.getRequest());
        var guarded = Mono.defer(() -> attempt(exchange, chain, limited))
                .transformDeferred(CircuitBreakerOperator.of(breaker));
        if (IDEMPOTENT.contains(exchange.getRequest().getMethod())) {
            guarded = guarded.retryWhen(Retry.backoff(RETRIES, FIRST_BACKOFF)
                    .filter(failure -> repeatable(exchange.getRequest(), failure))
                    .doBeforeRetry(signal -> ServerWebExchangeUtils.reset(exchange))
                    .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
        }
        return guarded.onErrorMap(this::told);
    }

    private Mono<Void> attempt(ServerWebExchange exchange, GatewayFilterChain chain, boolean limited) {
        var body = new ObservedBody(exchange.getRequest());
        var answered = chain.filter(exchange.mutate().request(body).build());
        if (limited) {
            // A client that sends slowly must not look like a service that answers slowly, so the clock starts with the
            // last byte sent.
            answered = answered.timeout(body.sent().then(Mono.delay(timeout)));
        }
        return answered.onErrorMap(error -> classified(error, body));
    }

    private static URI target(URI base, ServerWebExchange exchange) {
        var uri = exchange.getRequest().getURI();
        var query = uri.getRawQuery();
        return URI.create(base + uri.getRawPath() + (query == null ? "" : "?" + query));
    }

    /** A body is not kept, so a request that has one can be sent again only if nothing of it was sent. */
    private static boolean repeatable(ServerHttpRequest request, Throwable failure) {
        if (!(failure instanceof ServiceFailure failed)) {
            return false;
        }
        return switch (failed.kind()) {
            case UNREACHABLE -> true;
            case BROKEN -> !hasBody(request);
            case TOO_SLOW -> false;
        };
    }

    private static boolean hasBody(ServerHttpRequest request) {
        return request.getHeaders().getContentLength() > 0
                || request.getHeaders().containsHeader(HttpHeaders.TRANSFER_ENCODING);
    }

    private static Throwable classified(Throwable error, ObservedBody body) {
        var ofClient = body.failure();
        if (ofClient != null) {
            return ofClient instanceof GatewayProblem
                    ? ofClient
                    : new GatewayProblem(400, "incomplete-body", "The body broke off before its end");
        }
        return switch (error) {
            case GatewayProblem problem -> problem;
            case PoolAcquireTimeoutException full ->
                new GatewayProblem(503, "overloaded", "Too many requests are waiting for this service", STARTING);
            case TimeoutException slow -> new ServiceFailure(Kind.TOO_SLOW, slow);
            case ConnectException none -> new ServiceFailure(Kind.UNREACHABLE, none);
            case NoRouteToHostException none -> new ServiceFailure(Kind.UNREACHABLE, none);
            case UnknownHostException none -> new ServiceFailure(Kind.UNREACHABLE, none);
            case AbortedException unsent -> new ServiceFailure(Kind.BROKEN, unsent);
            case IOException broken -> new ServiceFailure(Kind.BROKEN, broken);
            default -> error;
        };
    }

    private Throwable told(Throwable error) {
        return switch (error) {
            case CallNotPermittedException open ->
                new GatewayProblem(
                        503,
                        "service-unavailable",
                        "The %s service has stopped answering; it is tried again shortly".formatted(service.id()),
                        Routes.OPEN);
            case ServiceFailure failure ->
                switch (failure.kind()) {
                    case UNREACHABLE ->
                        new GatewayProblem(
                                503,
                                "service-unavailable",
                                "The %s service cannot be reached".formatted(service.id()),
                                STARTING);
                    case BROKEN ->
                        new GatewayProblem(
                                503,
                                "service-unavailable",
                                "The %s service broke off before it answered; whether the request took effect is unknown"
                                        .formatted(service.id()),
                                STARTING);
                    case TOO_SLOW ->
                        new GatewayProblem(
                                504,
                                "timeout",
                                "The %s service did not answer within %s".formatted(service.id(), timeout));
                };
            default -> error;
        };
    }

    /** Tells when the whole body has been handed on, or why it could not be. */
    private static final class ObservedBody extends ServerHttpRequestDecorator {

        private final Sinks.Empty<Void> sent = Sinks.empty();
        private volatile @Nullable Throwable failure;

        ObservedBody(ServerHttpRequest request) {
            super(request);
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return super.getBody().doOnComplete(sent::tryEmitEmpty).doOnError(error -> failure = error);
        }

        Mono<Void> sent() {
            return sent.asMono();
        }

        @Nullable Throwable failure() {
            return failure;
        }
    }
}
