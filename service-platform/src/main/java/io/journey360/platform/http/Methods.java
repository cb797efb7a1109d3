package io.journey360.platform.http;

import java.util.Set;
import org.springframework.http.HttpMethod;

final class Methods {

    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

    private Methods() {}

    static boolean isSafe(HttpMethod method) {
        return SAFE.contains(method);
    }
}
