package io.journey360.profile.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.platform.identity.Pseudonyms;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What booking-service holds of its bookings, worked out from their events as it does. One thread folds. */
final class Bookings {

    /**
     * @param code what the customer shows at a desk
     * @param times by the state that was reached, to the millisecond
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Booking(
            String booking,
            String code,
            String state,
            @Nullable JsonNode slot,
            Map<String, Instant> times) {}

    private static final String SOURCE = "booking-service";
    private static final int CODE_LENGTH = 8;
    private static final Map<String, String> STATES = Map.of(
            "Booked", "BOOKED",
            "CheckedIn", "CHECKED_IN",
            "Served", "SERVED",
            "Cancelled", "CANCELLED",
            "NoShow", "NO_SHOW");

    private final Map<String, Booking> byId = new LinkedHashMap<>();
    private final Pseudonyms pseudonyms;

    Bookings(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    void fold(ToldEvent event) {
        var moment = event.payload().path("moment");
        if (!moment.path("source").asString("").equals(SOURCE) || !moment.hasNonNull("booking")) {
            return;
        }
        var id = moment.get("booking").asString();
        var known = byId.get(id);
        var times = new LinkedHashMap<String, Instant>(known == null ? Map.of() : known.times());
        var reached = STATES.get(event.event());
        if (reached != null) {
            times.put(reached, at(moment));
        }
        var state = reached != null ? reached : known == null ? event.event() : known.state();
        var slot =
                event.payload().hasNonNull("slot") ? event.payload().get("slot") : known == null ? null : known.slot();
        byId.put(id, new Booking(id, code(id), state, slot, times));
    }

    private static Instant at(JsonNode moment) {
        return OffsetDateTime.parse(moment.path("occurredAt").asString())
                .toInstant()
                .truncatedTo(ChronoUnit.MILLIS);
    }

    /** As booking-service derives it, which stores it to look bookings up by. */
    private String code(String booking) {
        return pseudonyms
                .hmac("booking-code", booking)
                .substring(0, CODE_LENGTH)
                .toUpperCase(Locale.ROOT);
    }

    List<Booking> all() {
        return List.copyOf(byId.values());
    }
}
