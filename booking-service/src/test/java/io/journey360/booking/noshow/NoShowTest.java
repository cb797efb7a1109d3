package io.journey360.booking.noshow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import io.journey360.booking.BookingServiceTest;
import io.journey360.booking.MovedClock;
import io.journey360.booking.domain.BookingCommand.Book;
import io.journey360.booking.domain.BookingCommand.Cancel;
import io.journey360.booking.domain.BookingCommand.CheckIn;
import io.journey360.booking.domain.BookingCommand.RecordNoShow;
import io.journey360.booking.domain.BookingCommand.Reschedule;
import io.journey360.booking.domain.BookingCommand.Serve;
import io.journey360.booking.domain.CheckInMethod;
import io.journey360.events.BookingId;
import io.journey360.events.IdentityKey;
import io.journey360.events.NoShow;
import io.journey360.events.Slot;
import io.journey360.platform.log.JourneyLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@BookingServiceTest
class NoShowTest {

    private static final IdentityKey ANNA = new IdentityKey("id-aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static final Duration GRACE = Duration.ofMinutes(15);
    private static final Slot SLOT = new Slot(MovedClock.START.plusSeconds(3600), MovedClock.START.plusSeconds(5400));

    @Autowired
    CommandGateway commands;

    @Autowired
    NoShowWorker worker;

    @Autowired
    NoShowsDue due;

    @Autowired
    MovedClock clock;

    @Autowired
    EventStore store;

    @Autowired
    JourneyLog log;

    @Autowired
    MongoDatabase database;

    @Autowired
    EventProcessingConfiguration processing;

    @Autowired
    TokenStore tokens;

    @BeforeEach
    void startAnew() {
        clock.reset();
    }

    @Test
    void isRecordedOnceWhenTheGraceIsOver() {
        var booking = book(SLOT);
        caughtUp();

        clock.moveTo(SLOT.end().plus(GRACE).minusMillis(1));
        worker.work();
        assertThat(noShows(booking)).isEmpty();

        clock.moveTo(SLOT.end().plus(GRACE));
        worker.work();
        worker.work();
        assertThat(noShows(booking))
                .singleElement()
                .satisfies(event -> assertThat(event.moment().occurredAt())
                        .isEqualTo(SLOT.end().plus(GRACE)));
    }

    @Test
    void isNobodyWhoCameCancelledOrMovedTheBooking() {
        var arrived = book(SLOT);
        commands.sendAndWait(new CheckIn(arrived, CheckInMethod.DESK, null));
        var cancelled = book(SLOT);
        commands.sendAndWait(new Cancel(cancelled, null));
        var served = book(SLOT);
        commands.sendAndWait(new Serve(served, null, null));
        var moved = book(SLOT);
        var later = new Slot(SLOT.start().plusSeconds(86_400), SLOT.end().plusSeconds(86_400));
        commands.sendAndWait(new Reschedule(moved, later, null));
        var walkedIn = book(null);
        caughtUp();
        var head = log.head();

        clock.moveTo(SLOT.end().plus(GRACE));
        worker.work();

        assertThat(log.head()).isEqualTo(head);
        assertThat(List.of(arrived, cancelled, served, moved, walkedIn))
                .allSatisfy(booking -> assertThat(noShows(booking)).isEmpty());

        clock.moveTo(later.end().plus(GRACE));
        worker.work();
        assertThat(noShows(moved)).hasSize(1);
    }

    @Test
    void isRecordedOnceThoughTheWorkerDiesBetweenAskingAndCrossingOff() {
        var booking = book(SLOT);
        caughtUp();
        clock.moveTo(SLOT.end().plus(GRACE));

        commands.sendAndWait(new RecordNoShow(booking)); // what the worker did before it died
        assertThat(pending(booking)).isTrue();
        worker.work();

        assertThat(noShows(booking)).hasSize(1);
        assertThat(pending(booking)).isFalse();
    }

    @Test
    void staysOnTheListWhileItIsTooEarlyForTheBooking() {
        var booking = book(SLOT);
        caughtUp();
        // As if it had been written when the grace was shorter.
        var early = "%015d|%s".formatted(SLOT.end().toEpochMilli(), booking);
        database.getCollection("no-shows-due").insertOne(new Document("_id", early).append("booking", booking.value()));
        database.getCollection("no-shows-waiting")
                .updateOne(new Document("_id", booking.value()), new Document("$set", new Document("item", early)));

        clock.moveTo(SLOT.end());
        worker.work();
        assertThat(noShows(booking)).isEmpty();
        assertThat(database.getCollection("no-shows-due")
                        .find(new Document("_id", early))
                        .first())
                .isNotNull();

        clock.moveTo(SLOT.end().plus(GRACE));
        worker.work();
        assertThat(noShows(booking)).hasSize(1);
        assertThat(pending(booking)).isFalse();
    }

    @Test
    void isRecordedOnceByTwoWorkers() throws Exception {
        var bookings = IntStream.range(0, 60).mapToObj(i -> book(SLOT)).toList();
        caughtUp();
        clock.moveTo(SLOT.end().plus(GRACE));

        try (var workers = Executors.newFixedThreadPool(2)) {
            for (var work : workers.invokeAll(List.of(
                    Executors.callable(() -> new NoShowWorker(due, commands, clock, processing).work()),
                    Executors.callable(() -> new NoShowWorker(due, commands, clock, processing).work())))) {
                work.get();
            }
        }
        worker.work();

        assertThat(bookings).allSatisfy(booking -> {
            assertThat(noShows(booking)).hasSize(1);
            assertThat(pending(booking)).isFalse();
        });
    }

    @Test
    void isNotRecordedAgainWhenTheListIsRebuilt() {
        var missed = IntStream.range(0, 20).mapToObj(i -> book(SLOT)).toList();
        caughtUp();
        clock.moveTo(SLOT.end().plus(GRACE));
        worker.work();
        caughtUp();
        var head = log.head();

        rebuild();
        worker.work(); // in the middle of it
        caughtUp();
        worker.work();

        assertThat(log.head()).isEqualTo(head);
        assertThat(missed).allSatisfy(booking -> {
            assertThat(noShows(booking)).hasSize(1);
            assertThat(pending(booking)).isFalse();
        });
    }

    private void rebuild() {
        var processor = processing
                .eventProcessor("no-shows-due", StreamingEventProcessor.class)
                .orElseThrow();
        processor.shutDown();
        database.getCollection("no-shows-due").deleteMany(new Document());
        database.getCollection("no-shows-waiting").deleteMany(new Document());
        for (int segment : tokens.fetchSegments("no-shows-due")) {
            tokens.fetchToken("no-shows-due", segment);
            tokens.deleteToken("no-shows-due", segment);
        }
        processor.start();
    }

    /** Waits until the list shows everything the log has. */
    private void caughtUp() {
        var head = log.head();
        await().until(() -> {
            var segments = processing
                    .eventProcessor("no-shows-due", StreamingEventProcessor.class)
                    .orElseThrow()
                    .processingStatus()
                    .values();
            return segments.size() == 4
                    && segments.stream().allMatch(segment -> log.watermark(segment.getTrackingToken()) >= head);
        });
    }

    private boolean pending(BookingId booking) {
        var left = new ArrayList<Document>();
        database.getCollection("no-shows-due").find().into(left);
        return left.stream().anyMatch(item -> item.getString("booking").equals(booking.value()));
    }

    private List<NoShow> noShows(BookingId booking) {
        return store.readEvents(booking.value())
                .asStream()
                .map(message -> message.getPayload())
                .filter(NoShow.class::isInstance)
                .map(NoShow.class::cast)
                .toList();
    }

    private BookingId book(Slot slot) {
        var booking = new BookingId("booking-" + UUID.randomUUID());
        commands.sendAndWait(new Book(booking, ANNA, "advice", "zurich", slot, "web", null));
        return booking;
    }
}
