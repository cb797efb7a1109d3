package io.journey360.platform.http;

import io.journey360.platform.problem.Problem;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses requests that a web page elsewhere makes a browser on this machine send: their Host is a name that was pointed at
 * loopback, or their Origin is not of this machine. Without logins this is all that keeps pages out.
 */
final class LoopbackGuard implements WebFilter, Ordered {

    private static final String LOOPBACK = "(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::\\d{1,5})?";
    private static final Pattern HOST = Pattern.compile(LOOPBACK, Pattern.CASE_INSENSITIVE);
    private static final Pattern ORIGIN = Pattern.compile("https?://" + LOOPBACK, Pattern.CASE_INSENSITIVE);

    @Override
    public int getOrder() {
        return FilterOrder.GUARD;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var headers = exchange.getRequest().getHeaders();
        var host = headers.getFirst("Host");
        if (host == null || !HOST.matcher(host).matches()) {
            return Mono.error(Problem.of(403, "foreign-host", "This answers on this machine's own address only"));
        }
        var origin = headers.getFirst("Origin");
        if (origin != null && !ORIGIN.matcher(origin).matches()) {
            return Mono.error(Problem.of(403, "foreign-origin", "Pages from elsewhere may not call this"));
        }
        return chain.filter(exchange);
    }
}
