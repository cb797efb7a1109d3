package io.journey360.platform.http;

import io.journey360.platform.problem.Problem;
import java.util.OptionalLong;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Strong entity tags made from version numbers. */
public final class Etags {

    private Etags() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /**
     * The version If-Match demands; empty without the header and for {@code *}.
     *
     * @throws Problem 412 when the tag is none of ours, so cannot match
     */
    public static OptionalLong ifMatch(ServerHttpRequest request) {
        var tag = request.getHeaders().getFirst("If-Match");
        if (tag == null || tag.trim().equals("*")) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(tag.trim().replaceAll("^\"|\"$", "")));
        } catch (NumberFormatException e) {
            throw Problem.of(412, "stale", "If-Match does not name the current version");
        }
    }
}
