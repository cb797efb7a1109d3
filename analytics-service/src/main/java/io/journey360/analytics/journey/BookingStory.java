package io.journey360.analytics.journey;

import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.facts.TimelineItem;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one booking.
 *
 * @param state the last thing that happened to it: {@code booked}, {@code cancelled}, {@code served} and so on
 * @param since when that happened
 */
record BookingStory(
        String source,
        String booking,
        @Nullable String service,
        @Nullable String location,
        @Nullable Slot slot,
        JourneyEventType state,
        Instant since) {

    private record Key(String source, String booking) {}

    /**
     * @param facts in time order
     * @return in the order the bookings were first heard of
     */
    static List<BookingStory> of(List<Fact> facts) {
        Map<Key, BookingStory> stories = new LinkedHashMap<>();
        for (var fact : facts) {
            var moment = fact.moment();
            var type = fact.event().type();
            if (moment.booking() != null && changesBooking(type)) {
                var key = new Key(moment.source(), moment.booking());
                var before = stories.get(key);
                var slot = TimelineItem.slot(fact.event());
                stories.put(
                        key,
                        new BookingStory(
                                key.source(),
                                key.booking(),
                                before == null ? moment.service() : orElse(moment.service(), before.service()),
                                before == null ? moment.location() : orElse(moment.location(), before.location()),
                                before == null || slot != null ? slot : before.slot(),
                                type,
                                moment.occurredAt()));
            }
        }
        return new ArrayList<>(stories.values());
    }

    private static @Nullable String orElse(@Nullable String newer, @Nullable String older) {
        return newer != null ? newer : older;
    }

    private static boolean changesBooking(JourneyEventType type) {
        return switch (type) {
            case BOOKED, RESCHEDULED, CANCELLED, CHECKED_IN, CALLED, SERVED, NO_SHOW -> true;
            case DISCOVERED, INTERACTED, REVIEWED -> false;
        };
    }
}
