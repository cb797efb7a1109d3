package io.journey360.gateway.access;

import static io.journey360.gateway.access.Role.ADMIN;
import static io.journey360.gateway.access.Role.ANALYST;
import static io.journey360.gateway.access.Role.BROWSER;
import static io.journey360.gateway.access.Role.DESK;
import static io.journey360.gateway.access.Role.IDENTIFIED;
import static io.journey360.gateway.access.Role.INGEST;
import static io.journey360.gateway.access.Role.PRIVACY;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which roles may do what. The first rule that fits decides; what no rule names is for {@code admin} alone. */
final class Permissions {

    private record Rule(Set<HttpMethod> methods, PathPattern path, Set<Role> roles, boolean showsPersons) {

        boolean fits(HttpMethod method, PathContainer requested) {
            return (methods.isEmpty() || methods.contains(method)) && path.matches(requested);
        }
    }

    private static final HttpMethod[] ANY = {};
    private static final HttpMethod[] READ = {HttpMethod.GET, HttpMethod.HEAD};
    private static final Set<Role> PUBLIC = Set.of();

    private final List<Rule> rules = new ArrayList<>();

    Permissions() {
        everybody("/", "/index.html", "/favicon.svg", "/assets/**", "/docs", "/docs/**", "/actuator/health/**");
        everybody("/api/v1/openapi.json", "/api/v1/session", "/api/v1/check-in/**", "/api/v1/check-ins");

        allow("/api/v1/events", ANY, INGEST);
        allow("/api/v1/segment/**", ANY, INGEST, BROWSER);
        persons("/api/v1/imports/{id}/rejects", ANY, INGEST, ADMIN);
        allow("/api/v1/imports/**", ANY, INGEST, ADMIN);
        allow("/api/v1/import-mappings/**", READ, INGEST, ADMIN);
        allow("/api/v1/reviews/**", ANY, INGEST, DESK);

        allow("/api/v1/touchpoints/**", READ, ANALYST, DESK, ADMIN);
        allow("/api/v1/journey-maps/**", READ, ANALYST, ADMIN);
        allow("/api/v1/surveys/**", READ, ANALYST, INGEST, DESK, ADMIN);
        persons("/api/v1/personas/{id}/people", READ, IDENTIFIED);
        allow("/api/v1/personas/**", READ, ANALYST, ADMIN);

        allow("/api/v1/services/**", READ, DESK, ADMIN);
        allow("/api/v1/slots/**", READ, DESK, ADMIN);
        persons("/api/v1/locations/{id}/queue/**", ANY, DESK);
        allow("/api/v1/locations/**", READ, DESK, ADMIN);
        allow("/api/v1/reservations/**", ANY, DESK);
        persons("/api/v1/bookings/**", ANY, DESK);

        persons("/api/v1/profiles/{id}/export", ANY, PRIVACY);
        persons("/api/v1/profiles/{id}", new HttpMethod[] {HttpMethod.DELETE}, PRIVACY);
        persons("/api/v1/erasures/**", ANY, PRIVACY);
        allow("/api/v1/retention/**", ANY, PRIVACY, ADMIN);
        persons("/api/v1/profiles/**", READ, IDENTIFIED, DESK, PRIVACY);
        persons("/api/v1/profiles/**", ANY, DESK, ADMIN);

        persons("/api/v1/customers/lookup", ANY, IDENTIFIED, DESK, PRIVACY);
        persons("/api/v1/customers/**", ANY, IDENTIFIED);
        persons("/api/v1/stream", ANY, IDENTIFIED);
        persons("/api/v1/analytics/explanations/**", ANY, IDENTIFIED);
        persons("/api/v1/analytics/exports/**", ANY, IDENTIFIED);
        allow("/api/v1/analytics/status", READ, ANALYST, ADMIN);
        allow("/api/v1/analytics/rebuild/**", ANY, ADMIN);
        allow("/api/v1/analytics/**", ANY, ANALYST);
    }

    /** The roles any one of which suffices; empty for what everybody may do */
    Set<Role> required(HttpMethod method, PathContainer path) {
        return match(method, path).map(Rule::roles).orElse(EnumSet.of(ADMIN));
    }

    boolean showsPersons(HttpMethod method, PathContainer path) {
        return match(method, path).filter(Rule::showsPersons).isPresent();
    }

    private Optional<Rule> match(HttpMethod method, PathContainer path) {
        return rules.stream().filter(rule -> rule.fits(method, path)).findFirst();
    }

    private void everybody(String... patterns) {
        for (var pattern : patterns) {
            rules.add(new Rule(Set.of(), PathPatternParser.defaultInstance.parse(pattern), PUBLIC, false));
        }
    }

    private void allow(String pattern, HttpMethod[] methods, Role... roles) {
        rules.add(new Rule(Set.of(methods), PathPatternParser.defaultInstance.parse(pattern), Set.of(roles), false));
    }

    /** Whose answers show persons, or what one of them wrote: each request leaves an entry in the audit trail. */
    private void persons(String pattern, HttpMethod[] methods, Role... roles) {
        rules.add(new Rule(Set.of(methods), PathPatternParser.defaultInstance.parse(pattern), Set.of(roles), true));
    }
}
