package io.journey360.gateway.limits;

import io.journey360.gateway.access.Caller;
import io.journey360.gateway.problem.GatewayProblem;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Limits how often one caller, known by credential or else by address, may ask. Each replica of the gateway counts for
 * itself. Streamed uploads are not counted: back-pressure limits those. The header fields are those of
 * draft-ietf-httpapi-ratelimit-headers.
 */
@Component
@Order(20)
class RateLimit implements WebFilter {

    private final Allowances allowances;
    private final String policy;

    RateLimit(LimitSettings settings) {
        this.allowances = new Allowances(settings.requests(), settings.window(), System::nanoTime);
        this.policy = "\"default\";q=" + settings.requests() + ";w="
                + settings.window().toSeconds();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        if (!request.getPath().value().startsWith("/api/") || Streamed.applies(request)) {
            return chain.filter(exchange);
        }
        var verdict = allowances.take(caller(exchange));
        var headers = exchange.getResponse().getHeaders();
        headers.set("RateLimit-Policy", policy);
        headers.set(
                "RateLimit",
                "\"default\";r=" + verdict.remaining() + ";t="
                        + verdict.delay().plusNanos(999_999_999).toSeconds());
        return verdict.allowed()
                ? chain.filter(exchange)
                : Mono.error(new GatewayProblem(
                        429, "too-many-requests", "More requests than " + policy + " allows", verdict.delay()));
    }

    private static String caller(ServerWebExchange exchange) {
        var caller = Caller.of(exchange);
        return caller == null ? address(exchange.getRequest()) : "key " + caller.name();
    }

    /** One IPv6 site has 2^64 addresses: its first 64 bits name it. */
    private static String address(ServerHttpRequest request) {
        var remote = request.getRemoteAddress();
        InetAddress address = remote == null ? null : remote.getAddress();
        if (address == null) {
            return "unknown";
        }
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, 8)
                : address.getHostAddress();
    }
}
