package io.journey360.gateway.routing;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Requests that may take any time: live streams, streamed uploads and exports. */
final class Unhurried {

    private Unhurried() {}

    static boolean applies(ServerHttpRequest request) {
        var path = request.getPath().value();
        return path.startsWith("/api/v1/imports")
                || path.equals("/api/v1/stream")
                || path.startsWith("/api/v1/analytics/exports")
                || path.endsWith("/export")
                || isNdjson(request)
                || wantsEvents(request);
    }

    private static boolean isNdjson(ServerHttpRequest request) {
        var type = request.getHeaders().getFirst("Content-Type");
        return type != null && type.regionMatches(true, 0, "application/x-ndjson", 0, 20);
    }

    private static boolean wantsEvents(ServerHttpRequest request) {
        var accept = request.getHeaders().getFirst("Accept");
        return accept != null && accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE);
    }
}
