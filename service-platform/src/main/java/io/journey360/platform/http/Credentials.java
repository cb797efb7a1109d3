package io.journey360.platform.http;

import org.springframework.web.server.ServerWebExchange;

/** Who calls, as far as telling two callers apart needs it. */
final class Credentials {

    private Credentials() {}

    /** The caller the gateway made out; without a gateway the credential itself; empty for nobody in particular. */
    static String of(ServerWebExchange exchange) {
        var headers = exchange.getRequest().getHeaders();
        var caller = headers.getFirst("X-Journey-Caller");
        if (caller != null) {
            return "caller " + caller;
        }
        var authorization = headers.getFirst("Authorization");
        return authorization == null ? "" : "credential " + authorization;
    }
}
