package io.journey360.booking.noshow;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Sorts;
import io.journey360.booking.domain.BookingTerms;
import io.journey360.events.Booked;
import io.journey360.events.BookingId;
import io.journey360.events.Called;
import io.journey360.events.Cancelled;
import io.journey360.events.CheckedIn;
import io.journey360.events.Discovered;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.NoShow;
import io.journey360.events.Rescheduled;
import io.journey360.events.Reviewed;
import io.journey360.events.Served;
import io.journey360.events.Slot;
import io.journey360.platform.projection.DocumentWrites;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The list. An item, {@code <due>|<booking>}, says that at that time somebody must look at that booking; it is written once
 * and removed when somebody has. Beside it stands, per booking, until when its customer is waited for at present: what no
 * longer agrees with that is passed over without asking.
 */
@Component
@ProcessingGroup("no-shows-due")
class NoShowsDue {

    /** @param stillWaited false if the booking has moved or ended since */
    record Item(String key, BookingId booking, boolean stillWaited) {}

    private final MongoCollection<Document> items;
    private final MongoCollection<Document> waiting;
    private final BookingTerms terms;

    NoShowsDue(MongoDatabase database, BookingTerms terms) {
        this.items = database.getCollection("no-shows-due");
        this.waiting = database.getCollection("no-shows-waiting");
        this.terms = terms;
    }

    @EventHandler
    void on(JourneyEvent event, @SequenceNumber long sequenceNumber) {
        if (!event.moment().source().equals("booking-service")) {
            return;
        }
        var booking = new BookingId(Objects.requireNonNull(event.moment().booking()));
        switch (event) {
            case Booked e -> wait(booking, sequenceNumber, e.slot());
            case Rescheduled e -> wait(booking, sequenceNumber, e.slot());
            case CheckedIn e -> waitNoMore(booking, sequenceNumber);
            case Served e -> waitNoMore(booking, sequenceNumber);
            case Cancelled e -> waitNoMore(booking, sequenceNumber);
            case NoShow e -> waitNoMore(booking, sequenceNumber);
            case Called e -> {}
            case Discovered e -> {}
            case Interacted e -> {}
            case Reviewed e -> {}
        }
    }

    private void wait(BookingId booking, long sequenceNumber, @Nullable Slot slot) {
        if (slot == null) {
            waitNoMore(booking, sequenceNumber);
            return;
        }
        var key = key(slot.end().plus(terms.noShowGrace()), booking);
        DocumentWrites.fact(items, key, new Document("booking", booking.value()));
        DocumentWrites.state(waiting, booking.value(), sequenceNumber, new Document("item", key));
    }

    private void waitNoMore(BookingId booking, long sequenceNumber) {
        DocumentWrites.state(waiting, booking.value(), sequenceNumber, new Document("item", null));
    }

    /**
     * What is due, earliest first.
     *
     * @param after key of the last item seen, empty to begin
     */
    List<Item> due(Instant now, String after, int limit) {
        var page = items.find(and(gt("_id", after), lt("_id", key(now.plusMillis(1)))))
                .sort(Sorts.ascending("_id"))
                .limit(limit)
                .into(new ArrayList<>());
        var current = new HashMap<String, @Nullable String>();
        waiting.find(in(
                        "_id",
                        page.stream().map(item -> item.getString("booking")).toList()))
                .forEach(state -> current.put(state.getString("_id"), state.getString("item")));
        return page.stream()
                .map(item -> {
                    var key = item.getString("_id");
                    var booking = item.getString("booking");
                    // Not yet known is not the same as known to be over.
                    var stillWaited = !current.containsKey(booking) || key.equals(current.get(booking));
                    return new Item(key, new BookingId(booking), stillWaited);
                })
                .toList();
    }

    void remove(Collection<String> keys) {
        if (!keys.isEmpty()) {
            items.deleteMany(in("_id", keys));
        }
    }

    private static String key(Instant due, BookingId booking) {
        return key(due) + "|" + booking;
    }

    /** Milliseconds of fixed width, so that items sort by time. */
    private static String key(Instant due) {
        return "%015d".formatted(Math.max(0, due.toEpochMilli()));
    }
}
