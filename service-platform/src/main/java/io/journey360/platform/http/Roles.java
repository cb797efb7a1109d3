package io.journey360.platform.http;

import java.util.Arrays;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** What the caller may see, as the gateway says it: no other may reach a service. */
public final class Roles {

    /** Takes care of bookings. */
    public static final String DESK = "desk";
    /** Sees the people behind figures. */
    public static final String IDENTIFIED = "identified";
    /** Exports and erases. */
    public static final String PRIVACY = "privacy";

    private static final String HEADER = "X-Journey-Roles";

    private Roles() {}

    /** Where no credentials are demanded nobody is told apart, and everybody has every role. */
    public static boolean has(ServerHttpRequest request, String role) {
        var roles = request.getHeaders().getFirst(HEADER);
        return roles == null || Arrays.asList(roles.split(",")).contains(role);
    }
}
