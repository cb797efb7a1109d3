package io.journey360.gateway.access;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Who looked at whom: an entry for every request to a route that shows persons, when its answer begins. It tells the caller, the method,
 * the path and the status. Of a path it tells words of this API and our own pseudonymous ids; whatever else a client wrote into it,
 * and its query, could be anything.
 */
final class AuditTrail implements WebFilter {

    private static final Logger AUDIT = LoggerFactory.getLogger("journey.audit");
    private static final String NOBODY_IN_PARTICULAR = "-";
    private static final String UNTOLD = "*";
    private static final Pattern OWN_ID =
            Pattern.compile("(id|profile|merge|erasure|booking|import|export|explanation)-[A-Za-z0-9_-]{20,}");
    private static final Set<String> WORDS = Set.of(
            "api",
            "v1",
            "analytics",
            "bookings",
            "call",
            "check-in",
            "consents",
            "customers",
            "erasures",
            "explanations",
            "export",
            "exports",
            "file",
            "identities",
            "imports",
            "journey",
            "locations",
            "lookup",
            "merges",
            "people",
            "personas",
            "profiles",
            "queue",
            "rejects",
            "served",
            "slot",
            "stream",
            "traits");

    private final Permissions permissions = new Permissions();

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        var path = request.getPath().pathWithinApplication();
        if (permissions.showsPersons(request.getMethod(), path)) {
            exchange.getResponse().beforeCommit(() -> {
                var caller = Caller.of(exchange);
                AUDIT.info(
                        "{} {} {} {}",
                        caller == null ? NOBODY_IN_PARTICULAR : caller.name(),
                        request.getMethod(),
                        told(path),
                        exchange.getResponse().getStatusCode());
                return Mono.empty();
            });
        }
        return chain.filter(exchange);
    }

    private static String told(PathContainer path) {
        return path.elements().stream()
                .map(element -> element instanceof PathContainer.PathSegment segment
                        ? told(segment.valueToMatch())
                        : element.value())
                .collect(Collectors.joining());
    }

    private static String told(String segment) {
        return WORDS.contains(segment) || OWN_ID.matcher(segment).matches() ? segment : UNTOLD;
    }
}
