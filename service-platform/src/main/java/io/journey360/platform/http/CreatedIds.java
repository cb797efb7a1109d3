package io.journey360.platform.http;

import io.journey360.platform.identity.Pseudonyms;
import java.util.UUID;
import org.springframework.web.server.ServerWebExchange;

/** Ids of what a POST creates: the same for the same credential and Idempotency-Key, so that a repeat creates nothing more. */
public final class CreatedIds {

    private final Pseudonyms pseudonyms;

    public CreatedIds(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /** @return {@code <prefix>-...} */
    public String derive(ServerWebExchange exchange, String prefix) {
        var key = exchange.getRequest().getHeaders().getFirst("Idempotency-Key");
        if (key == null) {
            return prefix + "-" + UUID.randomUUID();
        }
        var credential = exchange.getRequest().getHeaders().getFirst("Authorization");
        return prefix + "-" + pseudonyms.hmac("created-id", prefix, credential == null ? "" : credential, key);
    }
}
