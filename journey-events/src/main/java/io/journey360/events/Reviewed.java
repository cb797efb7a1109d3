package io.journey360.events;

import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** The customer rated us.
 *
 * @param survey {@code nps}, {@code csat}, {@code ces}, {@code stars} or the name of a defined survey
 * @param score within the scale
 * @param text what the customer wrote, sealed under the event's identity, the event's key and {@code text}
 */
@Revision("2")
public record Reviewed(
        Moment moment,
        String survey,
        double score,
        Scale scale,
        @Nullable Sealed text) implements JourneyEvent {

    public Reviewed(Moment moment, String survey, double score, Scale scale) {
        this(moment, survey, score, scale, null);
    }

    public Reviewed withText(Sealed sealed) {
        return new Reviewed(moment, survey, score, scale, sealed);
    }
}
