package io.journey360.touchpoint.segment;

import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.collector.EventRules;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Who sends messages, as the gateway made it out.
 *
 * @param source whose events they are
 * @param trusted false for a key that stands in a page, where anybody can read it: it may send anonymous events and identify a customer
 *     nobody claimed, no more
 */
record Sender(String source, boolean trusted) {

    private static final String INGEST = "ingest";

    /** @throws Problem 403 when the key's source cannot be told or is not one it may send for */
    static Sender of(HttpHeaders headers, SegmentSettings settings) {
        var caller = headers.getFirst("X-Journey-Caller");
        var bound = list(headers.getFirst("X-Journey-Sources"));
        var roles = headers.getFirst("X-Journey-Roles");
        boolean trusted = roles == null || list(roles).contains(INGEST);
        var source = caller == null ? settings.source() : source(caller, bound, settings);
        if (!bound.isEmpty() && !bound.contains(source)) {
            throw Problem.of(403, "source-not-allowed", "The key may not send events of its source " + source);
        }
        if (EventRules.RESERVED_SOURCES.contains(source.toLowerCase(Locale.ROOT))) {
            throw Problem.of(403, "source-not-allowed", "The source " + source + " is reserved for Journey 360 itself");
        }
        return new Sender(source, trusted);
    }

    private static String source(String caller, List<String> bound, SegmentSettings settings) {
        var configured = settings.sources().get(caller);
        if (configured != null) {
            return configured;
        }
        return switch (bound.size()) {
            case 0 -> caller;
            case 1 -> bound.getFirst();
            default ->
                throw Problem.of(
                        403,
                        "source-unknown",
                        "The key is bound to several sources; journey.segment.sources says which its messages are of");
        };
    }

    private static List<String> list(@Nullable String header) {
        return header == null ? List.of() : List.of(header.split(","));
    }
}
