package io.journey360.analytics.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.facts.TimelineItem;
import io.journey360.events.ConsentHistory.Statement;
import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.events.JourneyEventType;
import io.journey360.events.PersonaCause;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The 360° view of one person.
 *
 * @param traits personal data by name, opened; absent for who may not see it
 * @param unreadable names of traits whose key is gone
 * @param persona those the person is
 * @param consents what held of each purpose that somebody ever spoke of
 * @param stage of the latest journey
 * @param timeline one page of events, oldest first
 * @param next cursor of the timeline's next page; null on the last
 */
record CustomerJourney(
        IdentityKey person,
        List<Identity> identities,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedMap<String, JsonNode> traits,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> unreadable,
        List<Persona> persona,
        List<Consent> consents,
        @Nullable JourneyEventType stage,
        List<Journey> journeys,
        List<TimelineItem> timeline,
        @Nullable String next,
        Totals totals,
        Voice voice,
        List<BookingStory> bookings,
        List<Encounters> channels,
        List<Encounters> touchpoints,
        List<PainPoint> painPoints,
        AsOf asOf) {

    record Identity(IdentityKey identity, IdentityKind kind) {}

    /**
     * @param persona as filters name it
     * @param version the one that answers for the persona
     * @param because what made the person enter it
     */
    record Persona(String persona, String name, long version, Instant since, PersonaCause because) {}

    /**
     * The statement that holds of a purpose.
     *
     * @param identity whose statement it is
     * @param since when it was made
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Consent(
            String purpose,
            boolean granted,
            IdentityKey identity,
            @Nullable String wording,
            String source,
            Instant since,
            long position) {

        static Consent of(Statement statement) {
            return new Consent(
                    statement.purpose(),
                    statement.granted(),
                    statement.identity(),
                    statement.wording(),
                    statement.source(),
                    statement.moment(),
                    statement.position());
        }
    }
}
