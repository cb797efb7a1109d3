package io.journey360.gateway.routing;

import io.journey360.gateway.access.Caller;
import io.journey360.gateway.tracing.RequestIds;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * What a service is told about a request beside what the client sent. Nothing a client says about its own address or
 * rights reaches a service: those headers are the gateway's.
 */
@Component
class ForwardedRequestHeaders implements HttpHeadersFilter, Ordered {

    private static final String[] GATEWAY_ONLY = {
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Port",
        "X-Forwarded-Proto",
        "X-Forwarded-Prefix",
        "X-Forwarded-Ssl",
        "X-Real-IP",
        "X-Journey-Caller",
        "X-Journey-Roles",
        "X-Journey-Sources"
    };

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        var headers = new HttpHeaders();
        headers.putAll(input);
        for (var name : GATEWAY_ONLY) {
            headers.remove(name);
        }
        var remote = exchange.getRequest().getRemoteAddress();
        if (remote != null && remote.getAddress() != null) {
            headers.set("X-Forwarded-For", remote.getAddress().getHostAddress());
        }
        RequestIds.addTo(headers, exchange);
        var caller = Caller.of(exchange);
        if (caller != null) {
            caller.addTo(headers);
        }
        return headers;
    }
}
