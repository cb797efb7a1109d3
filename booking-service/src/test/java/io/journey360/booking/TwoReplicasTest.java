package io.journey360.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.journey360.booking.domain.BookingCommand.Book;
import io.journey360.events.BookingId;
import io.journey360.events.IdentityKey;
import io.journey360.events.NoShow;
import io.journey360.events.Slot;
import io.journey360.platform.documents.EmbeddedDocuments;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Two replicas on one log and one document store, which know nothing of each other. */
class TwoReplicasTest {

    private static final IdentityKey ANNA = new IdentityKey("id-aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static final Slot SLOT = new Slot(MovedClock.START.plusSeconds(3600), MovedClock.START.plusSeconds(5400));

    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock();
    private final HttpClient http = HttpClient.newHttpClient();
    private EmbeddedDocuments documents;
    private ConfigurableApplicationContext one;
    private ConfigurableApplicationContext other;

    @BeforeEach
    void startBoth() {
        documents = new EmbeddedDocuments();
        one = start();
        other = start();
    }

    @AfterEach
    void stopBoth() throws Exception {
        one.close();
        other.close();
        documents.close();
    }

    @Test
    void recordOneNoShow() {
        var bookings = IntStream.range(0, 60).mapToObj(i -> book()).toList();

        clock.moveTo(SLOT.end().plus(Duration.ofMinutes(15)));

        var store = one.getBean(EventStore.class);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(bookings)
                        .allSatisfy(
                                booking -> assertThat(noShows(store, booking)).isOne()));
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(bookings)
                        .allSatisfy(
                                booking -> assertThat(noShows(store, booking)).isOne()));
    }

    @Test
    void takeTheSameChangeAtTheSameTime() {
        for (int i = 0; i < 15; i++) {
            var booking = book();
            var calls = Stream.of(one, other, one, other)
                    .map(replica -> cancel(replica, booking))
                    .toList();

            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.join().statusCode()).isEqualTo(204));
            assertThat(one.getBean(EventStore.class)
                            .readEvents(booking.value())
                            .asStream()
                            .count())
                    .isEqualTo(2);
        }
    }

    private CompletableFuture<HttpResponse<String>> cancel(ConfigurableApplicationContext replica, BookingId booking) {
        var port = replica.getEnvironment().getProperty("local.server.port");
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://localhost:%s/api/v1/bookings/%s".formatted(port, booking)))
                        .DELETE()
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static long noShows(EventStore store, BookingId booking) {
        return store.readEvents(booking.value())
                .asStream()
                .filter(message -> message.getPayload() instanceof NoShow)
                .count();
    }

    private BookingId book() {
        var booking = new BookingId("booking-" + UUID.randomUUID());
        one.getBean(CommandGateway.class).sendAndWait(new Book(booking, ANNA, "advice", "zurich", SLOT, "web", null));
        return booking;
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(BookingServiceApplication.class)
                .initializers(context -> ((GenericApplicationContext) context).registerBean(Clock.class, () -> clock))
                .run(List.of(
                                "spring.config.name=booking-service",
                                "server.port=0",
                                "journey.log=embedded",
                                "journey.data=" + folder.resolve("data"),
                                "journey.documents=" + documents.connectionString(),
                                "journey.booking.no-show-check=20ms")
                        .stream()
                        .map(setting -> "--" + setting)
                        .toArray(String[]::new));
    }
}
