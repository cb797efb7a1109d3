package io.journey360.booking.bookings;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.nor;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.journey360.events.Booked;
import io.journey360.events.BookingId;
import io.journey360.events.Called;
import io.journey360.events.Cancelled;
import io.journey360.events.CheckedIn;
import io.journey360.events.Discovered;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.NoShow;
import io.journey360.events.Rescheduled;
import io.journey360.events.Reviewed;
import io.journey360.events.Sealed;
import io.journey360.events.Served;
import io.journey360.events.Slot;
import io.journey360.platform.projection.DocumentWrites;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Bookings in MongoDB. All reads are by {@code _id}. */
@Component
public class BookingDocuments {

    private static final int KEYS_PER_READ = 1_000;
    /** Bounds one request: past it the page ends and the next one goes on. */
    private static final int READS_PER_PAGE = 20;

    /** Where the moment stands at which a booking came to one of the states it does not leave. */
    private static final Map<BookingState, String> END_OF = Map.of(
            BookingState.SERVED, "servedAt",
            BookingState.CANCELLED, "cancelledAt",
            BookingState.NO_SHOW, "noShowAt");

    /** Marks what ended before a horizon, when it is read from the log again. */
    private static final String GONE = "gone";

    private final MongoCollection<Document> bookings;
    private final MongoCollection<Document> keys;
    private final BookingCodes codes;
    private final Contacts contacts;

    BookingDocuments(MongoDatabase database, BookingCodes codes, Contacts contacts) {
        this.bookings = database.getCollection("bookings");
        this.keys = database.getCollection("booking-keys");
        this.codes = codes;
        this.contacts = contacts;
    }

    /** The booking a check-in token was made for. */
    public Optional<BookingId> findByCheckInToken(String token) {
        var range = BookingKeys.byToken(BookingCodes.hash(token));
        return Optional.ofNullable(keys.find(and(gte("_id", range.low()), lt("_id", range.high())))
                        .first())
                .map(key -> new BookingId(key.getString("booking")));
    }

    Optional<BookingView> find(BookingId booking) {
        return Optional.ofNullable(bookings.find(and(eq("_id", booking.value()), ne(GONE, true)))
                        .first())
                .map(BookingDocuments::view);
    }

    FindBookings.Result find(FindBookings query) {
        var range = rangeOf(query);
        var found = new ArrayList<BookingView>();
        var after = query.after();
        for (int read = 0; read < READS_PER_PAGE; read++) {
            var low = after == null ? gte("_id", range.low()) : and(gte("_id", range.low()), gt("_id", after));
            var page = keys.find(and(low, lt("_id", range.high())))
                    .sort(Sorts.ascending("_id"))
                    .limit(KEYS_PER_READ)
                    .into(new ArrayList<>());
            var byId = byId(page);
            for (var key : page) {
                if (found.size() == query.limit()) {
                    return new FindBookings.Result(found, after);
                }
                after = key.getString("_id");
                var booking = byId.get(key.getString("booking"));
                if (booking != null && BookingKeys.isCurrent(after, booking) && query.isMetBy(booking)) {
                    found.add(booking);
                }
            }
            if (page.size() < KEYS_PER_READ) {
                return new FindBookings.Result(found, null);
            }
        }
        return new FindBookings.Result(found, after);
    }

    private static BookingKeys.Range rangeOf(FindBookings query) {
        if (query.code() != null) {
            return BookingKeys.byCode(query.code());
        }
        if (query.customer() != null) {
            return BookingKeys.byCustomer(query.customer(), query.from(), query.to());
        }
        if (query.location() != null) {
            return BookingKeys.byLocation(query.location(), query.from(), query.to());
        }
        return BookingKeys.byTime(query.from(), query.to());
    }

    /**
     * Those given up to the moment.
     *
     * @return how many there were
     */
    long removeContacts(Collection<IdentityKey> customers, Instant givenUpTo) {
        long removed = 0;
        for (var customer : customers) {
            var range = BookingKeys.byCustomer(customer, null, null);
            var ids = keys.find(and(gte("_id", range.low()), lt("_id", range.high())))
                    .map(key -> key.getString("booking"))
                    .into(new ArrayList<>());
            var theirs = and(in("_id", ids), lte("bookedAt", Date.from(givenUpTo)), ne("contact", null));
            removed += bookings.updateMany(theirs, Updates.set("contact", null)).getModifiedCount();
        }
        return removed;
    }

    /**
     * What was booked before the moment, of these customers, or of all if none is named: bookings that ended before it too, and the
     * contacts of the others, which are looked at again next time.
     *
     * @return how many of each there were
     */
    Map<String, Long> remove(Instant before, Collection<IdentityKey> customers) {
        var old = new ArrayList<Bson>(List.of(lt("bookedAt", Date.from(before))));
        if (!customers.isEmpty()) {
            old.add(in("customer", customers.stream().map(IdentityKey::value).toList()));
        }
        long contacts = bookings.updateMany(and(and(old), ne("contact", null)), Updates.set("contact", null))
                .getModifiedCount();
        var ends =
                END_OF.values().stream().map(end -> gte(end, Date.from(before))).toList();
        var ended = in("state", END_OF.keySet().stream().map(BookingState::name).toList());
        var ids = bookings.find(and(and(old), ended, nor(ends)))
                .projection(Projections.include("_id"))
                .map(document -> document.getString("_id"))
                .into(new ArrayList<>());
        for (int from = 0; from < ids.size(); from += KEYS_PER_READ) {
            var some = ids.subList(from, Math.min(ids.size(), from + KEYS_PER_READ));
            keys.deleteMany(in("booking", some));
            bookings.deleteMany(in("_id", some));
        }
        return Map.of("contacts", contacts, "bookings", (long) ids.size());
    }

    private Map<String, BookingView> byId(List<Document> page) {
        var ids = page.stream().map(key -> key.getString("booking")).toList();
        var result = new HashMap<String, BookingView>();
        bookings.find(and(in("_id", ids), ne(GONE, true)))
                .forEach(document -> result.put(document.getString("_id"), view(document)));
        return result;
    }

    /** Queues what the event changes; only inside an event handler. */
    void record(JourneyEvent event, BookingId booking, long sequenceNumber) {
        var changes = changes(event, booking);
        if (changes.isEmpty()) {
            return;
        }
        if (END_OF.values().stream().anyMatch(changes::containsKey) && contacts.isKeptNoLonger(event.moment())) {
            changes.append(GONE, true); // documents made anew do not bring back what a horizon has taken
        }
        DocumentWrites.state(bookings, booking.value(), sequenceNumber, changes);
        newKeys(event, booking)
                .forEach(key -> DocumentWrites.fact(keys, key, new Document("booking", booking.value())));
    }

    private List<String> newKeys(JourneyEvent event, BookingId booking) {
        return switch (event) {
            case Booked e ->
                BookingKeys.ofBooked(
                        booking, e, e.slot(), codes.code(booking), BookingCodes.hash(codes.checkInToken(booking)));
            case Rescheduled e -> BookingKeys.ofPlaceAndTime(booking, e, e.slot());
            case Cancelled e -> List.of();
            case CheckedIn e -> List.of();
            case Called e -> List.of();
            case Served e -> List.of();
            case NoShow e -> List.of();
            case Discovered e -> List.of();
            case Interacted e -> List.of();
            case Reviewed e -> List.of();
        };
    }

    private Document changes(JourneyEvent event, BookingId booking) {
        var at = Date.from(event.moment().occurredAt());
        return switch (event) {
            case Booked e ->
                state(BookingState.BOOKED)
                        .append("customer", e.moment().identity().value())
                        .append("service", e.moment().service())
                        .append("location", e.moment().location())
                        .append("channel", e.moment().channel())
                        .append("slot", document(e.slot()))
                        .append("contact", contact(e))
                        .append("code", codes.code(booking))
                        .append("bookedAt", at);
            case Rescheduled e -> new Document("slot", document(e.slot()));
            case Cancelled e -> state(BookingState.CANCELLED).append("cancelledAt", at);
            case CheckedIn e ->
                state(BookingState.CHECKED_IN).append("checkedInAt", at).append("method", e.method());
            case Served e -> state(BookingState.SERVED).append("servedAt", at).append("outcome", e.outcome());
            case NoShow e -> state(BookingState.NO_SHOW).append("noShowAt", at);
            case Called e -> new Document();
            case Discovered e -> new Document();
            case Interacted e -> new Document();
            case Reviewed e -> new Document();
        };
    }

    private static Document state(BookingState state) {
        return new Document("state", state.name());
    }

    private static @Nullable Document document(@Nullable Slot slot) {
        return slot == null
                ? null
                : new Document("start", Date.from(slot.start())).append("end", Date.from(slot.end()));
    }

    private @Nullable String contact(Booked event) {
        var contact = event.contact();
        var moment = event.moment();
        return contact == null || contacts.isDestroyed(moment) ? null : contact.value();
    }

    private static BookingView view(Document document) {
        var slot = document.get("slot", Document.class);
        return new BookingView(
                new BookingId(document.getString("_id")),
                document.getLong("seq"),
                new IdentityKey(document.getString("customer")),
                document.getString("service"),
                document.getString("location"),
                document.getString("channel"),
                slot == null
                        ? null
                        : new Slot(
                                slot.getDate("start").toInstant(),
                                slot.getDate("end").toInstant()),
                BookingState.valueOf(document.getString("state")),
                document.getString("code"),
                sealed(document.getString("contact")),
                null,
                null,
                document.getDate("bookedAt").toInstant(),
                instant(document.getDate("checkedInAt")),
                document.getString("method"),
                instant(document.getDate("servedAt")),
                document.getString("outcome"),
                instant(document.getDate("cancelledAt")),
                instant(document.getDate("noShowAt")));
    }

    private static @Nullable Sealed sealed(@Nullable String contact) {
        return contact == null ? null : new Sealed(contact);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
