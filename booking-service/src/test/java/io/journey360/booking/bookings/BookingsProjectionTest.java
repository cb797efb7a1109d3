package io.journey360.booking.bookings;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.journey360.events.Booked;
import io.journey360.events.BookingId;
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
import io.journey360.platform.sealing.Erasures;
import io.journey360.platform.sealing.SealedKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Events of one booking come in order, at least once; everything else may happen. */
class BookingsProjectionTest {

    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
    private static final IdentityKey BEN = IdentityKey.of(1, 1);
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

    @Test
    void whatEndedBeforeAHorizonLeavesTheDocumentsAndWhatIsOpenStays() {
        var documents = bookingsAfter("horizon", everyStep(), null);
        var hour = Duration.ofHours(1);

        assertThat(documents.remove(NOW, List.of())).isEqualTo(Map.of("contacts", 0L, "bookings", 0L));
        assertThat(documents.remove(NOW.plus(hour.multipliedBy(9)), List.of(BEN)))
                .containsEntry("bookings", 0L);
        assertThat(documents.remove(NOW.plus(hour.multipliedBy(2)).plusMillis(1), List.of(ANNA)))
                .containsEntry("bookings", 2L); // cancelled and missed after two hours, served after three
        assertThat(found(documents)).containsExactly("booking-1", "booking-4", "booking-5");
        assertThat(documents.remove(NOW.plus(hour.multipliedBy(9)), List.of())).containsEntry("bookings", 1L);

        assertThat(found(documents)).containsExactly("booking-4", "booking-5");
        assertThat(documents(client.getDatabase("horizon")).toString())
                .contains("booking-4")
                .doesNotContain("booking-1")
                .doesNotContain("booking-2")
                .doesNotContain("booking-3");
    }

    @Test
    void documentsMadeAnewDoNotBringBackWhatEndedBeforeAHorizon() {
        for (int seed = 0; seed < 5; seed++) {
            var documents = bookingsAfter(
                    "anew-" + seed, disturbed(stories(), new Random(seed)), NOW.plus(Duration.ofHours(9)));

            assertThat(found(documents)).containsExactly("booking-4", "booking-5");
        }
    }

    private static List<Step> everyStep() {
        return stories().stream().flatMap(List::stream).toList();
    }

    private static List<String> found(BookingDocuments documents) {
        return IntStream.rangeClosed(1, 5)
                .mapToObj(i -> "booking-" + i)
                .filter(id -> documents.find(new BookingId(id)).isPresent())
                .toList();
    }

    /** Delivers in batches as a processor does, and returns every document. */
    private static TreeMap<String, Document> documentsAfter(String name, List<Step> steps) {
        bookingsAfter(name, steps, null);
        return documents(client.getDatabase(name));
    }

    private static BookingDocuments bookingsAfter(String name, List<Step> steps, @Nullable Instant horizon) {
        var documents =
                new BookingDocuments(client.getDatabase(name), new BookingCodes(new Readable()), contacts(horizon));
        var projection = new BookingsProjection(documents);
        for (int from = 0; from < steps.size(); from += 7) {
            var unitOfWork = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("batch"));
            steps.subList(from, Math.min(steps.size(), from + 7))
                    .forEach(step -> projection.on(step.event(), step.sequenceNumber()));
            unitOfWork.commit();
        }
        return documents;
    }

    /** Of bookings without any. */
    private static Contacts contacts(@Nullable Instant horizon) {
        return new Contacts(
                texts -> List.of(),
                (of, eventKey, field, text) -> Optional.empty(),
                new Horizon(horizon),
                JsonMapper.builder().build(),
                Clock.systemUTC());
    }

    private record Horizon(@Nullable Instant at) implements Erasures {

        @Override
        public Optional<Instant> erasedAt(IdentityKey identity) {
            return Optional.empty();
        }

        @Override
        public boolean isDestroyed(IdentityKey identity, SealedKind kind, Instant occurredAt) {
            return isBeforeHorizon(identity, kind, occurredAt);
        }

        @Override
        public boolean isBeforeHorizon(IdentityKey identity, SealedKind kind, Instant occurredAt) {
            return at != null && occurredAt.isBefore(at);
        }
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
