package io.journey360.gateway.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The services behind the gateway, and the paths each answers. */
enum Service {
    BOOKING("bookings", "reservations", "services", "locations", "slots", "check-in", "check-ins"),
    PROFILE("profiles", "personas", "erasures", "retention"),
    TOUCHPOINT("events", "imports", "import-mappings", "touchpoints", "reviews", "surveys", "journey-maps", "segment"),
    ANALYTICS("customers", "analytics", "stream");

    private final List<String> resources;

    Service(String... resources) {
        this.resources = List.of(resources);
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Path patterns, dead letters included: those are asked for by the short or the whole name of the service. */
    String[] paths() {
        var paths = new ArrayList<String>();
        for (var resource : resources) {
            paths.add("/api/v1/" + resource + "/**");
        }
        paths.add("/api/v1/dead-letters/" + id() + "/**");
        paths.add("/api/v1/dead-letters/" + id() + "-service/**");
        return paths.toArray(String[]::new);
    }
}
