package io.journey360.gateway.access;

import io.journey360.gateway.problem.GatewayProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** How a browser signs in with an API key and learns whether it has to. */
@RestController
@RequestMapping("/api/v1/session")
class SessionController {

    /**
     * Who is signed in.
     *
     * @param caller null when nobody is
     * @param demo whether the demo's customers can be asked for
     */
    record Session(boolean credentialsDemanded, @Nullable String caller, List<String> roles, boolean demo) {}

    private final Sessions sessions;
    private final boolean demanded;
    private final boolean demo;

    SessionController(Sessions sessions, AccessSettings settings) {
        this.sessions = sessions;
        this.demanded = !settings.apiKeys().isEmpty();
        this.demo = settings.demo();
    }

    @GetMapping
    ResponseEntity<Session> find(ServerWebExchange exchange) {
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store").body(session(Caller.of(exchange)));
    }

    @PostMapping
    ResponseEntity<Session> begin(ServerWebExchange exchange) {
        var caller = Caller.of(exchange);
        if (caller == null) {
            throw demanded
                    ? new GatewayProblem(401, "unauthenticated", "Send the API key as Authorization: Bearer")
                    : new GatewayProblem(409, "no-credentials-demanded", "This gateway asks for no login");
        }
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.SET_COOKIE,
                        sessions.begin(caller, secure(exchange)).toString())
                .body(session(caller));
    }

    @DeleteMapping
    ResponseEntity<Void> end(ServerWebExchange exchange) {
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, sessions.end(secure(exchange)).toString())
                .build();
    }

    private Session session(@Nullable Caller caller) {
        return caller == null
                ? new Session(demanded, null, List.of(), demo)
                : new Session(
                        demanded,
                        caller.name(),
                        caller.roles().stream().map(Role::id).sorted().toList(),
                        demo);
    }

    private static boolean secure(ServerWebExchange exchange) {
        return "https".equals(exchange.getRequest().getURI().getScheme());
    }
}
