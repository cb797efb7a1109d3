package io.journey360.booking.checkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.journey360.booking.BookingServiceTest;
import io.journey360.booking.MovedClock;
import io.journey360.booking.bookings.BookingCodes;
import io.journey360.booking.bookings.BookingDocuments;
import io.journey360.events.BookingId;
import io.journey360.events.CheckedIn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.json.JsonMapper;

@BookingServiceTest
class CheckInByLinkTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NOWHERE = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static int callers;

    @Autowired
    WebTestClient http;

    @Autowired
    EventStore store;

    @Autowired
    MovedClock clock;

    @Autowired
    BookingDocuments documents;

    @Autowired
    BookingCodes codes;

    /** Each test calls from an address of its own, so that none uses up another's attempts. */
    private String address;

    @BeforeEach
    void startAnew() {
        clock.reset();
        address = "192.0.2." + ++callers;
    }

    @Test
    void checksInOnce() {
        var booking = book(Duration.ofHours(2));
        var token = token(booking);

        assertThat(checkIn(token).getStatus().value()).isEqualTo(204);
        assertThat(store.readEvents(booking.value()).asStream().map(message -> message.getPayload()))
                .last()
                .isInstanceOfSatisfying(
                        CheckedIn.class, event -> assertThat(event.method()).isEqualTo("link"));
        assertThat(checkIn(token).getStatus().value()).isEqualTo(404);
    }

    @Test
    void opensADayBeforeTheSlotAndClosesAtItsEnd() {
        var booking = book(Duration.ofHours(48));
        var token = token(booking);

        clock.moveTo(MovedClock.START.plus(Duration.ofHours(24)).minusMillis(1));
        assertThat(checkIn(token).getStatus().value()).isEqualTo(404);
        clock.moveTo(MovedClock.START.plus(Duration.ofHours(48)).plusSeconds(1800));
        assertThat(checkIn(token).getStatus().value()).isEqualTo(404);
        clock.moveTo(MovedClock.START.plus(Duration.ofHours(24)));
        assertThat(checkIn(token).getStatus().value()).isEqualTo(204);
    }

    @Test
    void saysTheSameToEveryTokenThatOpensNothing() {
        var used = book(Duration.ofHours(2));
        checkIn(token(used));
        var tooEarly = book(Duration.ofDays(3));
        var cancelled = book(Duration.ofHours(2));
        http.delete()
                .uri("/api/v1/bookings/" + cancelled)
                .exchange()
                .expectStatus()
                .isNoContent();
        var atTheDesk = book(Duration.ofHours(2));
        http.put()
                .uri("/api/v1/bookings/%s/check-in".formatted(atTheDesk))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"method\":\"desk\"}")
                .exchange()
                .expectStatus()
                .isNoContent();

        var unknown = checkIn(NOWHERE);

        assertThat(unknown.getStatus().value()).isEqualTo(404);
        for (var token : List.of(
                token(used), token(tooEarly), token(cancelled), token(atTheDesk), "", "x", "{\\\"$ne\\\":1}", "ä")) {
            var answer = checkIn(token);
            assertThat(answer.getStatus()).isEqualTo(unknown.getStatus());
            assertThat(answer.getResponseBody()).isEqualTo(unknown.getResponseBody());
        }
    }

    @Test
    void keepsOnlyAHashOfTheToken() {
        var booking = book(Duration.ofHours(2));
        var token = token(booking);

        assertThat(documents.findByCheckInToken(token)).contains(booking);
        assertThat(store.readEvents(booking.value()).asStream().map(Object::toString))
                .noneMatch(event -> event.contains(token));
        assertThat(http.get()
                        .uri("/api/v1/bookings/" + booking)
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody())
                .doesNotContain(token);
    }

    @Test
    void refusesWhatIsNoToken() {
        for (var body :
                List.of("{}", "{\"token\":{\"$ne\":1}}", "{\"token\":7}", "{\"token\":\"x\",\"also\":1}", "{")) {
            assertThat(post(body).getStatus().value()).isEqualTo(400);
        }
    }

    @Test
    void isLimitedPerAddressForAMinute() {
        var statuses = IntStream.range(0, 21).mapToObj(i -> checkIn(NOWHERE)).toList();

        assertThat(statuses.subList(0, 20))
                .allSatisfy(answer -> assertThat(answer.getStatus().value()).isEqualTo(404));
        var refused = statuses.getLast();
        assertThat(refused.getStatus().value()).isEqualTo(429);
        assertThat(refused.getResponseHeaders().getFirst("Retry-After")).isEqualTo("60");
        assertThat(refused.getResponseHeaders().getFirst("RateLimit")).isEqualTo("\"check-ins\";r=0;t=60");
        assertThat(refused.getResponseHeaders().getFirst("RateLimit-Policy")).isEqualTo("\"check-ins\";q=20;w=60");
        assertThat(new String(refused.getResponseBody(), StandardCharsets.UTF_8))
                .contains("too-many-requests");

        // What a caller claims to be stands before the address our gateway saw.
        address = "198.51.100.7, " + address;
        assertThat(checkIn(NOWHERE).getStatus().value()).isEqualTo(429);
        address = "192.0.2.254";
        assertThat(checkIn(NOWHERE).getStatus().value()).isEqualTo(404);
        address = "192.0.2." + callers;
        clock.advance(Duration.ofMinutes(1));
        assertThat(checkIn(NOWHERE).getStatus().value()).isEqualTo(404);
    }

    @Test
    void hasAPageThatRunsUnderAStrictPolicy() {
        var page = http.get()
                .uri("/api/v1/check-in")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_HTML)
                .expectHeader()
                .valueMatches("Content-Security-Policy", "default-src 'self';.*")
                .expectHeader()
                .valueEquals("Referrer-Policy", "no-referrer")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(page)
                .doesNotContainPattern("<script[^>]*>[^<]")
                .doesNotContain("<style", " style=", "http://", "https://");
        var links = Pattern.compile("(?:src|href)=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .toList();
        assertThat(links)
                .hasSize(3)
                .allSatisfy(link -> http.get()
                        .uri("/api/v1/" + link.group(1))
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .valueEquals("X-Content-Type-Options", "nosniff"));
    }

    private BookingId book(Duration delay) {
        var start = MovedClock.START.plus(delay);
        var body = http.post()
                .uri("/api/v1/bookings")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("""
                        {"customer": "anna", "service": "advice", "channel": "web",
                         "slot": {"start": "%s", "end": "%s"}}""".formatted(start, start.plusSeconds(1800)))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult()
                .getResponseBody();
        var created = JSON.readTree(body);
        var booking = new BookingId(created.get("booking").asString());
        assertThat(created.get("checkInLink").asString()).isEqualTo("/api/v1/check-in#" + token(booking));
        await().until(() -> documents.findByCheckInToken(token(booking)).isPresent());
        return booking;
    }

    private String token(BookingId booking) {
        return codes.checkInToken(booking);
    }

    private EntityExchangeResult<byte[]> checkIn(String token) {
        return post("{\"token\":\"%s\"}".formatted(token));
    }

    private EntityExchangeResult<byte[]> post(String body) {
        return http.post()
                .uri("/api/v1/check-ins")
                .contentType(MediaType.APPLICATION_JSON)
                .header("X-Forwarded-For", address)
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult();
    }
}
