package io.journey360.touchpoint.collector;

import io.journey360.events.JourneyEvent;
import io.journey360.events.Retracted;
import io.journey360.platform.problem.Problem;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The sources that a caller may send events of, as the gateway made them out.
 *
 * @param bound null for any
 */
public record Sources(@Nullable Set<String> bound) {

    public static final Sources ANY = new Sources(null);

    public static Sources of(HttpHeaders headers) {
        var named = headers.getFirst("X-Journey-Sources");
        return named == null
                ? ANY
                : new Sources(Arrays.stream(named.split(",")).collect(Collectors.toUnmodifiableSet()));
    }

    /** The event, or that it is refused: 403 {@code source-not-allowed}. */
    Item check(Item item) {
        if (bound == null || !(item instanceof Item.Event)) {
            return item;
        }
        var event = ((Item.Event) item).event();
        var source =
                event instanceof JourneyEvent e ? e.moment().source() : event instanceof Retracted r ? r.source() : "";
        return bound.contains(source) ? item : new Item.Refused(item.id(), refused(source));
    }

    /** @throws Problem 403 {@code source-not-allowed} */
    public void demand(String source) {
        if (bound != null && !bound.contains(source)) {
            throw refused(source);
        }
    }

    private static Problem refused(String source) {
        return Problem.of(403, "source-not-allowed", "The key may not send events of the source " + source)
                .at("/source", "is none of those the key is bound to");
    }
}
