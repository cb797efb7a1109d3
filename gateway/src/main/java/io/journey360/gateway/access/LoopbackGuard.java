package io.journey360.gateway.access;

import io.journey360.gateway.problem.GatewayProblem;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Stands in for a login while only this machine can connect. A web page from elsewhere runs on this machine too, and
 * could reach the gateway through its visitor's browser: by a host name that resolves to loopback (seen in Host) or by a
 * request across origins (seen in Origin).
 */
final class LoopbackGuard implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var headers = exchange.getRequest().getHeaders();
        var host = headers.getFirst(HttpHeaders.HOST);
        if (host == null || !isLoopback(name(host))) {
            return Mono.error(new GatewayProblem(
                    403, "foreign-host", "This gateway answers only as localhost, 127.0.0.1 or [::1]"));
        }
        if (Origins.foreign(headers)) {
            return Mono.error(Origins.refused());
        }
        return chain.filter(exchange);
    }

    private static String name(String host) {
        if (host.startsWith("[")) {
            return host.substring(0, host.indexOf(']') + 1);
        }
        int colon = host.indexOf(':');
        return (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopback(String name) {
        return name.equals("localhost") || name.equals("127.0.0.1") || name.equals("[::1]");
    }
}
