package io.journey360.booking.noshow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.journey360.booking.BookingServiceTest;
import io.journey360.booking.MovedClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The worker as it runs by itself, with a grace of the operator's choice. */
@BookingServiceTest
@TestPropertySource(properties = {"journey.booking.no-show-check=50ms", "journey.booking.no-show-grace=1h"})
class NoShowScheduleTest {

    @Autowired
    WebTestClient http;

    @Autowired
    MovedClock clock;

    @Test
    void aBookingNobodyCameForBecomesANoShowByItself() {
        var start = MovedClock.START.plus(Duration.ofHours(1));
        var booking = http.post()
                .uri("/api/v1/bookings")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("""
                        {"customer": "anna", "service": "advice", "channel": "web",
                         "slot": {"start": "%s", "end": "%s"}}""".formatted(start, start.plusSeconds(60)))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(Void.class)
                .returnResult()
                .getResponseHeaders()
                .getLocation();

        clock.moveTo(start.plusSeconds(60).plus(Duration.ofHours(1)));

        await().untilAsserted(() -> assertThat(http.get()
                        .uri(booking.toString())
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody())
                .contains("\"state\":\"no-show\"", "\"noShowAt\":\"2026-06-01T12:01:00Z\""));
    }
}
