package io.journey360.gateway.access;

import io.journey360.gateway.access.AccessSettings.ApiKey;
import io.journey360.gateway.problem.GatewayProblem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Demands an API key, or a session begun with one, and the role that what is asked for needs. */
final class Credentials implements WebFilter {

    private final List<ApiKey> keys;
    private final Sessions sessions;
    private final Permissions permissions = new Permissions();

    Credentials(AccessSettings settings, Sessions sessions) {
        this.keys = settings.apiKeys();
        this.sessions = sessions;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        var required =
                permissions.required(request.getMethod(), request.getPath().pathWithinApplication());
        var presented = presented(request);
        if (presented == null && WriteKeys.mayBeIn(request)) {
            return WriteKeys.read(exchange).flatMap(read -> decide(read.exchange(), chain, required, read.key()));
        }
        return decide(exchange, chain, required, presented);
    }

    private Mono<Void> decide(
            ServerWebExchange exchange, WebFilterChain chain, Set<Role> required, @Nullable String presented) {
        var request = exchange.getRequest();
        var caller = presented == null ? sessions.caller(request) : holder(presented);
        if (presented == null && caller != null && Origins.foreign(request.getHeaders())) {
            return Mono.error(Origins.refused());
        }
        if (caller != null) {
            caller.attachTo(exchange);
        }
        if (required.isEmpty()) {
            return chain.filter(exchange);
        }
        if (caller == null) {
            exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"journey360\"");
            return Mono.error(new GatewayProblem(
                    401,
                    "unauthenticated",
                    presented == null
                            ? "Send an API key, as Authorization: Bearer or X-Api-Key"
                            : "This API key is not known here"));
        }
        if (required.stream().noneMatch(caller.roles()::contains)) {
            return Mono.error(new GatewayProblem(403, "role-required", "This needs the role " + names(required)));
        }
        return chain.filter(exchange);
    }

    private static String names(Set<Role> roles) {
        return roles.stream().map(Role::id).sorted().collect(Collectors.joining(" or "));
    }

    /** Segment's own client libraries send their write key as the user name of Basic authentication. */
    private static @Nullable String presented(ServerHttpRequest request) {
        var headers = request.getHeaders();
        var key = headers.getFirst("X-Api-Key");
        if (key != null) {
            return key;
        }
        var authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            return null;
        }
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return authorization.substring(7).strip();
        }
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)
                && request.getPath().value().startsWith("/api/v1/segment/")) {
            return userName(authorization.substring(6).strip());
        }
        return "";
    }

    private static String userName(String encoded) {
        try {
            var decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 0 ? decoded : decoded.substring(0, colon);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Compares with every key, each in constant time: how long it takes tells nothing about any of them. */
    private @Nullable Caller holder(String presented) {
        var hash = sha256(presented);
        ApiKey found = null;
        for (var key : keys) {
            if (MessageDigest.isEqual(key.hash(), hash)) {
                found = key;
            }
        }
        return found == null ? null : new Caller(found.name(), found.roles(), found.sources());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
