package io.journey360.analytics.journey;

import com.fasterxml.jackson.annotation.JsonValue;
import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.voice.Opinion;
import io.journey360.events.Booked;
import io.journey360.events.Called;
import io.journey360.events.Cancelled;
import io.journey360.events.CheckedIn;
import io.journey360.events.Discovered;
import io.journey360.events.Interacted;
import io.journey360.events.NoShow;
import io.journey360.events.Rescheduled;
import io.journey360.events.Reviewed;
import io.journey360.events.Served;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a person's own events say something went wrong.
 *
 * @param kind {@code low-score}: a detractor's answer for {@code nps}, for others one in the lower half of
 *     the scale; {@code cancelled} and {@code no-show}: a booking given up or missed
 * @param event id of the event that says so, at its source
 */
record PainPoint(
        Kind kind,
        String source,
        String event,
        Instant occurredAt,
        @Nullable String touchpoint,
        @Nullable String service) {

    enum Kind {
        LOW_SCORE,
        CANCELLED,
        NO_SHOW;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** In the order of the facts. */
    static List<PainPoint> of(List<Fact> facts, Catalogue catalogue) {
        var points = new ArrayList<PainPoint>();
        for (var fact : facts) {
            var kind = kind(fact, catalogue);
            if (kind != null) {
                var moment = fact.moment();
                points.add(new PainPoint(
                        kind, moment.source(), fact.id(), moment.occurredAt(), moment.touchpoint(), moment.service()));
            }
        }
        return points;
    }

    private static @Nullable Kind kind(Fact fact, Catalogue catalogue) {
        return switch (fact.event()) {
            case Reviewed e ->
                Voice.opinion(fact, catalogue).filter(Opinion::isLow).isPresent() ? Kind.LOW_SCORE : null;
            case Cancelled e -> Kind.CANCELLED;
            case NoShow e -> Kind.NO_SHOW;
            case Booked e -> null;
            case Called e -> null;
            case CheckedIn e -> null;
            case Discovered e -> null;
            case Interacted e -> null;
            case Rescheduled e -> null;
            case Served e -> null;
        };
    }
}
