package io.journey360.gateway.tracing;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives every request an id, taken from {@code X-Request-Id} when the client sent a usable one, tells it to the client
 * and hands it on together with a W3C {@code traceparent}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RequestIds implements WebFilter {

    public static final String HEADER = "X-Request-Id";

    private static final String TRACE_HEADER = "traceparent";
    private static final String ATTRIBUTE = RequestIds.class.getName();
    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern TRACE = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var claimed = exchange.getRequest().getHeaders().getFirst(HEADER);
        var id = claimed != null && USABLE.matcher(claimed).matches() ? claimed : hex(1);
        exchange.getAttributes().put(ATTRIBUTE, id);
        exchange.getResponse().getHeaders().set(HEADER, id);
        return chain.filter(exchange);
    }

    /** The names of this request, for the headers of what is sent on to a service. */
    public static void addTo(HttpHeaders headers, ServerWebExchange exchange) {
        String id = exchange.getAttribute(ATTRIBUTE);
        if (id != null) {
            headers.set(HEADER, id);
        }
        var trace = headers.getFirst(TRACE_HEADER);
        if (trace == null || !TRACE.matcher(trace).matches()) {
            headers.set(TRACE_HEADER, "00-" + hex(2) + "-" + hex(1) + "-01");
        }
    }

    private static String hex(int longs) {
        var random = ThreadLocalRandom.current();
        var text = new StringBuilder(16 * longs);
        for (int i = 0; i < longs; i++) {
            text.append(HexFormat.of().toHexDigits(random.nextLong(1, Long.MAX_VALUE)));
        }
        return text.toString();
    }
}
