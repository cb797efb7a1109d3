package io.journey360.platform.http;

import io.journey360.platform.identity.Pseudonyms;
import java.util.UUID;
import org.springframework.web.server.ServerWebExchange;

/** Ids of what a POST creates: the same for the same caller and Idempotency-Key, so that a repeat creates nothing more. */
public final class CreatedIds {

    private final Pseudonyms pseudonyms;

    public CreatedIds(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /** An id of the form {@code <prefix>-...}; random when the request has no Idempotency-Key. */
    public String derive(ServerWebExchange exchange, String prefix) {
        var key = exchange.getRequest().getHeaders().getFirst(Idempotency.KEY_HEADER);
        return key == null
                ? prefix + "-" + UUID.randomUUID()
                : prefix + "-" + pseudonyms.hmac("created-id", prefix, Credentials.of(exchange), key);
    }
}
