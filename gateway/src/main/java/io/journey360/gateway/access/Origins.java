package io.journey360.gateway.access;

import io.journey360.gateway.problem.GatewayProblem;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Whether a browser says that another site's page makes a request. */
final class Origins {

    private Origins() {}

    /** True when there is an Origin and it is not the address the request was sent to; {@code null} is foreign too. */
    static boolean foreign(HttpHeaders headers) {
        var origin = headers.getFirst(HttpHeaders.ORIGIN);
        if (origin == null) {
            return false;
        }
        var host = headers.getFirst(HttpHeaders.HOST);
        return host == null || !host.equalsIgnoreCase(authority(origin));
    }

    static GatewayProblem refused() {
        return new GatewayProblem(403, "foreign-origin", "Pages from other origins may not call this gateway");
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
