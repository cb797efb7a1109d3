package io.journey360.gateway.limits;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Uploads of any length, which the receiving service reads piece by piece. */
final class Streamed {

    private Streamed() {}

    static boolean applies(ServerHttpRequest request) {
        var path = request.getPath().value();
        if (path.equals("/api/v1/imports")) {
            return true;
        }
        var type = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        return path.equals("/api/v1/events")
                && type != null
                && type.regionMatches(true, 0, "application/x-ndjson", 0, 20);
    }
}
