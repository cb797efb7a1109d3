package io.journey360.analytics.journey;

import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Pages;
import io.journey360.platform.http.Roles;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The 360° view of one customer. */
@RestController
class JourneyController {

    private final JourneyReader reader;

    JourneyController(JourneyReader reader) {
        this.reader = reader;
    }

    @GetMapping("/api/v1/customers/{id}/journey")
    Mono<ResponseEntity<CustomerJourney>> journey(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            ServerHttpRequest request) {
        int size = Pages.limit(limit);
        return Blocking.call(() ->
                        reader.read(CustomerIds.identity(id), asOf, size, cursor, Roles.has(request, Roles.IDENTIFIED)))
                .map(read -> ResponseEntity.ok()
                        // weak: the position it is as of moves with everybody's events
                        .eTag("W/\"%08x\"".formatted(read.version()))
                        .cacheControl(CacheControl.noCache().cachePrivate())
                        .body(read.journey()));
    }
}
