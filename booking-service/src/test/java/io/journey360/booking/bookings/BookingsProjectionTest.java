package io.journey360.booking.bookings;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.journey360.events.Booked;
import io.journey360.events.Cancelled;
import io.journey360.events.CheckedIn;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Moment;
import io.journey360.events.NoShow;
import io.journey360.events.Rescheduled;
import io.journey360.events.Served;
import io.journey360.events.Slot;
import io.journey360.platform.documents.EmbeddedDocuments;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.EventKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Events of one booking come in order, at least once; everything else may happen. */
class BookingsProjectionTest {

    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
    private static final IdentityKey ANNA = new IdentityKey("id-aaaaaaaaaaaaaaaaaaaaaaaaaa");

    private record Step(JourneyEvent event, long sequenceNumber) {}

    private static EmbeddedDocuments server;
    private static MongoClient client;

    @BeforeAll
    static void startServer() {
        server = new EmbeddedDocuments();
        client = MongoClients.create(server.connectionString());
    }

    @AfterAll
    static void stopServer() throws Exception {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shuffledRepeatedAndLateDeliveryGivesTheSameDocuments(long seed) {
        var bookings = stories();
        var expected = documentsAfter(
                "expected-" + seed, bookings.stream().flatMap(List::stream).toList());

        assertThat(documentsAfter("disturbed-" + seed, disturbed(bookings, new Random(seed))))
                .isEqualTo(expected);
        assertThat(expected.toString()).contains("SERVED", "CANCELLED", "NO_SHOW", "CHECKED_IN", "BOOKED");
    }

    @Test
    void bookingsOfOtherSourcesAreNoneOfOurBusiness() {
        var moment =
                new Moment(ANNA, null, NOW, "hotel", "e-1", null, "web", "room", null, "booking-1", null, Map.of());

        assertThat(documentsAfter("others", List.of(new Step(new Booked(moment, null), 0))))
                .isEmpty();
    }

    /** Any interleaving of the bookings; stretches repeated; at the end a late writer that delivers old events again. */
    private static List<Step> disturbed(List<List<Step>> bookings, Random random) {
        var delivered = new ArrayList<Step>();
        var next = new int[bookings.size()];
        while (delivered.size() < 400) {
            int booking = random.nextInt(bookings.size());
            var story = bookings.get(booking);
            if (next[booking] < story.size()) {
                delivered.add(story.get(next[booking]++));
            }
            if (random.nextInt(3) == 0) {
                next[booking] = Math.max(0, next[booking] - 1 - random.nextInt(2));
            }
        }
        for (int booking = 0; booking < bookings.size(); booking++) {
            delivered.addAll(bookings.get(booking)
                    .subList(next[booking], bookings.get(booking).size()));
        }
        bookings.forEach(story -> delivered.add(story.get(random.nextInt(story.size()))));
        return delivered;
    }

    /** Delivers in batches as a processor does, and returns every document. */
    private static TreeMap<String, Document> documentsAfter(String name, List<Step> steps) {
        var database = client.getDatabase(name);
        var projection =
                new BookingsProjection(new BookingDocuments(database, new BookingCodes(new Readable()), contacts()));
        for (int from = 0; from < steps.size(); from += 7) {
            var unitOfWork = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("batch"));
            steps.subList(from, Math.min(steps.size(), from + 7))
                    .forEach(step -> projection.on(step.event(), step.sequenceNumber()));
            unitOfWork.commit();
        }
        return documents(database);
    }

    /** Of bookings without any. */
    private static Contacts contacts() {
        return new Contacts(
                texts -> List.of(),
                (of, eventKey, field, text) -> Optional.empty(),
                identity -> Optional.empty(),
                JsonMapper.builder().build(),
                Clock.systemUTC());
    }

    private static TreeMap<String, Document> documents(MongoDatabase database) {
        var all = new TreeMap<String, Document>();
        for (var collection : database.listCollectionNames()) {
            database.getCollection(collection)
                    .find()
                    .forEach(document -> all.put(collection + "/" + document.getString("_id"), document));
        }
        return all;
    }

    private static List<List<Step>> stories() {
        var slot = new Slot(NOW.plusSeconds(3600), NOW.plusSeconds(7200));
        var later = new Slot(NOW.plusSeconds(13600), NOW.plusSeconds(17200));
        return List.of(
                story("booking-1", slot, later, "served"),
                story("booking-2", slot, later, "cancelled"),
                story("booking-3", slot, later, "missed"),
                story("booking-4", null, later, "arrived"),
                story("booking-5", null, slot, "open"));
    }

    private static List<Step> story(String booking, Slot first, Slot second, String end) {
        var events = new ArrayList<JourneyEvent>();
        events.add(new Booked(moment(booking, 0), first));
        events.add(new Rescheduled(moment(booking, 1), second));
        switch (end) {
            case "served" -> {
                events.add(new CheckedIn(moment(booking, 2), second, "kiosk"));
                events.add(new Served(moment(booking, 3), second, "solved", null, null));
            }
            case "cancelled" -> events.add(new Cancelled(moment(booking, 2), second));
            case "missed" -> events.add(new NoShow(moment(booking, 2), second));
            case "arrived" -> events.add(new CheckedIn(moment(booking, 2), second, "link"));
            default -> {}
        }
        var steps = new ArrayList<Step>();
        events.forEach(event -> steps.add(new Step(event, steps.size())));
        return steps;
    }

    private static Moment moment(String booking, int hours) {
        return Moment.own("booking-service", ANNA, NOW.plus(Duration.ofHours(hours)))
                .withBooking(booking, "advice", "zurich")
                .withChannel("web");
    }

    /** Pseudonyms under a secret that everybody knows. */
    private static final class Readable implements Pseudonyms {

        @Override
        public IdentityKey customer(String value, String source) {
            return ANNA;
        }

        @Override
        public IdentityKey anonymous(String value, String source) {
            return ANNA;
        }

        @Override
        public String hmac(String purpose, String... parts) {
            return EventKeys.key(purpose, String.join("|", parts)).substring(0, 26);
        }
    }
}
