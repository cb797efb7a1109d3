package io.journey360.analytics.journey;

import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.facts.TimelineItem;
import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.events.JourneyEventType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The 360° view of one person.
 *
 * @param persona null: no persona is assigned yet
 * @param consents empty: no consents are recorded yet
 * @param stage of the latest journey
 * @param timeline one page of events, oldest first
 * @param next cursor of the timeline's next page; null on the last
 */
record CustomerJourney(
        IdentityKey person,
        List<Identity> identities,
        @Nullable String persona,
        List<String> consents,
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
}
