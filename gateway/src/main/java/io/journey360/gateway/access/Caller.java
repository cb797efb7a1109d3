package io.journey360.gateway.access;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * Whose credential a request carried.
 *
 * @param sources the sources it may send events for; empty means any
 */
public record Caller(String name, Set<Role> roles, Set<String> sources) {

    private static final String ATTRIBUTE = Caller.class.getName();

    /** Who calls; null where no credentials are demanded, and for what anybody may ask */
    public static @Nullable Caller of(ServerWebExchange exchange) {
        return exchange.getAttribute(ATTRIBUTE);
    }

    void attachTo(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }

    /** Tells the service who calls; the secret itself goes no further than the gateway. */
    public void addTo(HttpHeaders headers) {
        headers.remove(HttpHeaders.AUTHORIZATION);
        headers.remove("X-Api-Key");
        headers.remove(HttpHeaders.COOKIE);
        headers.set("X-Journey-Caller", name);
        headers.set("X-Journey-Roles", roles.stream().map(Role::id).sorted().collect(Collectors.joining(",")));
        if (!sources.isEmpty()) {
            headers.set("X-Journey-Sources", sources.stream().sorted().collect(Collectors.joining(",")));
        }
    }
}
