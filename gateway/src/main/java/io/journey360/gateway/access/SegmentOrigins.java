package io.journey360.gateway.access;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Pages of any origin may send to the Segment API, and see whether it was taken: their library sends again what it cannot see the
 * answer of. They come with a key of their own; a cookie is never sent, and never answered to, from another origin. Where no key is
 * demanded there is none that a page could have, and {@link LoopbackGuard} refuses it.
 */
@Component
@Order(Access.ORDER - 1)
class SegmentOrigins implements WebFilter {

    private static final String LONGEST_KEPT_SECONDS = "86400";

    private final boolean hasKeys;

    SegmentOrigins(AccessSettings settings) {
        this.hasKeys = !settings.apiKeys().isEmpty();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        if (!hasKeys
                || !request.getPath().value().startsWith(WriteKeys.PATH)
                || !request.getHeaders().containsHeader(HttpHeaders.ORIGIN)) {
            return chain.filter(exchange);
        }
        var headers = exchange.getResponse().getHeaders();
        headers.setAccessControlAllowOrigin("*");
        headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After, RateLimit, RateLimit-Policy");
        if (!CorsUtils.isPreFlightRequest(request)) {
            return chain.filter(exchange);
        }
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, HttpMethod.POST.name());
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type, X-Api-Key");
        headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, LONGEST_KEPT_SECONDS);
        exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
        return exchange.getResponse().setComplete();
    }
}
