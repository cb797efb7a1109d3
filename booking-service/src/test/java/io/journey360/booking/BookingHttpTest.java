package io.journey360.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.journey360.events.Booked;
import io.journey360.events.Cancelled;
import io.journey360.events.CheckedIn;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Rescheduled;
import io.journey360.events.RetentionCarriedOut;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionId;
import io.journey360.events.RetentionRunId;
import io.journey360.events.Served;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.KeyShredder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@BookingServiceTest
class BookingHttpTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String IN_TWO_HOURS = slot(Duration.ofHours(2));
    private static final String NEXT_WEEK = slot(Duration.ofDays(7));

    @Autowired
    private KeyShredder keys;

    @Autowired
    WebTestClient http;

    @Autowired
    EventStore store;

    @Autowired
    JourneyLog log;

    @Autowired
    MovedClock clock;

    @BeforeEach
    void startAnew() {
        clock.reset();
    }

    @Test
    void bookingTellsWhereTheBookingIsAndHowToCheckIn() {
        var created = book("anna", IN_TWO_HOURS);
        var body = body(created);
        var id = body.get("booking").asString();

        assertThat(id).startsWith("booking-");
        assertThat(created.getResponseHeaders().getLocation()).hasToString("/api/v1/bookings/" + id);
        assertThat(body.get("code").asString()).matches("[A-Z2-7]{8}");
        assertThat(body.get("checkInLink").asString()).matches("/api/v1/check-in#[a-z2-7]{26}");
        assertThat(body.propertyNames()).containsExactly("booking", "code", "checkInLink");
    }

    @Test
    void aBookingShowsAsItStandsWithoutTheCustomersName() {
        var created = body(book("anna@example.com", IN_TWO_HOURS));
        var shown = shown(created.get("booking").asString(), 0);

        assertThat(shown.get("state").asString()).isEqualTo("booked");
        assertThat(shown.get("customer").asString()).matches("id-[a-z2-7]{26}");
        assertThat(shown.get("service").asString()).isEqualTo("advice");
        assertThat(shown.get("location").asString()).isEqualTo("zurich");
        assertThat(shown.get("channel").asString()).isEqualTo("web");
        assertThat(shown.get("slot").toString()).isEqualTo(IN_TWO_HOURS);
        assertThat(shown.get("code")).isEqualTo(created.get("code"));
        assertThat(shown.get("bookedAt").asString()).isEqualTo("2026-06-01T10:00:00Z");
        assertThat(shown.has("servedAt")).isFalse();
        assertThat(shown.toString()).doesNotContain("anna");
        assertThat(events(created.get("booking").asString()).toString()).doesNotContain("anna");
    }

    @Test
    void aBookingIsLivedThroughFromEndToEnd() {
        var id = body(book("bert", NEXT_WEEK)).get("booking").asString();

        change(HttpMethod.PUT, "/%s/slot".formatted(id), IN_TWO_HOURS).isNoContent();
        assertThat(shown(id, 1).get("slot").toString()).isEqualTo(IN_TWO_HOURS);

        clock.advance(Duration.ofHours(1));
        change(HttpMethod.PUT, "/%s/check-in".formatted(id), "{\"method\":\"kiosk\"}")
                .isNoContent();
        var arrived = shown(id, 2);
        assertThat(arrived.get("state").asString()).isEqualTo("checked-in");
        assertThat(arrived.get("method").asString()).isEqualTo("kiosk");
        assertThat(arrived.get("checkedInAt").asString()).isEqualTo("2026-06-01T11:00:00Z");

        change(HttpMethod.PUT, "/%s/served".formatted(id), "{\"outcome\":\"solved\"}")
                .isNoContent();
        var served = shown(id, 3);
        assertThat(served.get("state").asString()).isEqualTo("served");
        assertThat(served.get("outcome").asString()).isEqualTo("solved");

        assertThat(events(id))
                .hasExactlyElementsOfTypes(Booked.class, Rescheduled.class, CheckedIn.class, Served.class)
                .allSatisfy(event -> {
                    var moment = event.moment();
                    assertThat(moment.source()).isEqualTo("booking-service");
                    assertThat(moment.id()).isNull();
                    assertThat(moment.booking()).isEqualTo(id);
                    assertThat(moment.service()).isEqualTo("advice");
                    assertThat(moment.location()).isEqualTo("zurich");
                    assertThat(moment.channel()).isEqualTo("web");
                });
    }

    @Test
    void aReadThatNamesTheWritesPositionSeesIt() {
        for (int i = 0; i < 20; i++) {
            var created = book("nora", NEXT_WEEK);
            http.get()
                    .uri(created.getResponseHeaders().getLocation().toString())
                    .header("Journey-Position", created.getResponseHeaders().getFirst("Journey-Position"))
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
    }

    @Test
    void aShownBookingIsNotSentAgainToWhoHasIt() {
        var id = body(book("otto", NEXT_WEEK)).get("booking").asString();

        http.get()
                .uri("/api/v1/bookings/" + id)
                .header("If-None-Match", etag(id, 0))
                .exchange()
                .expectStatus()
                .isNotModified();
    }

    @Test
    void somebodyWhoWalksInNeedsNoSlotAndNoPlace() {
        var id = body(post("{\"customer\":\"carl\",\"service\":\"advice\",\"channel\":\"desk\"}", null))
                .get("booking")
                .asString();

        var shown = shown(id, 0);
        assertThat(shown.has("slot")).isFalse();
        assertThat(shown.has("location")).isFalse();
        change(HttpMethod.PUT, "/%s/served".formatted(id), "{}").isNoContent();
    }

    @Test
    void theSameKeyBooksOnceAndAnswersTheSame() {
        var request = bookingOf("dora", IN_TWO_HOURS);
        var first = post(request, "key-1");
        clock.advance(Duration.ofHours(5));
        var again = post(request, "key-1");

        assertThat(again.getStatus()).isEqualTo(first.getStatus());
        assertThat(again.getResponseBody()).isEqualTo(first.getResponseBody());
        assertThat(again.getResponseHeaders().getLocation())
                .isEqualTo(first.getResponseHeaders().getLocation());
        assertThat(events(body(first).get("booking").asString())).hasSize(1);
        assertThat(body(post(bookingOf("dora", NEXT_WEEK), "key-2")).get("booking"))
                .isNotEqualTo(body(first).get("booking"));
    }

    @Test
    void everyChangeMayBeRepeated() {
        var id = body(book("emil", NEXT_WEEK)).get("booking").asString();

        for (int i = 0; i < 3; i++) {
            change(HttpMethod.PUT, "/%s/slot".formatted(id), IN_TWO_HOURS).isNoContent();
        }
        for (int i = 0; i < 3; i++) {
            change(HttpMethod.PUT, "/%s/check-in".formatted(id), "{\"method\":\"desk\"}")
                    .isNoContent();
        }
        for (int i = 0; i < 3; i++) {
            change(HttpMethod.DELETE, "/" + id, null).isNoContent();
        }

        assertThat(events(id))
                .hasExactlyElementsOfTypes(Booked.class, Rescheduled.class, CheckedIn.class, Cancelled.class);
    }

    @Test
    void manyAtOnceCancelOnce() throws Exception {
        var id = body(book("frida", NEXT_WEEK)).get("booking").asString();

        try (var callers = Executors.newFixedThreadPool(8)) {
            var answers = callers.invokeAll(IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Integer>) () -> http.delete()
                            .uri("/api/v1/bookings/" + id)
                            .exchange()
                            .returnResult(Void.class)
                            .getStatus()
                            .value())
                    .toList());
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(204);
            }
        }
        assertThat(events(id)).hasExactlyElementsOfTypes(Booked.class, Cancelled.class);
    }

    @Test
    void theSameKeyFromManyAtOnceBooksOnce() throws Exception {
        var request = bookingOf("gerd", NEXT_WEEK);

        try (var callers = Executors.newFixedThreadPool(8)) {
            var answers = callers.invokeAll(IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<EntityExchangeResult<byte[]>>) () -> http.post()
                            .uri("/api/v1/bookings")
                            .contentType(MediaType.APPLICATION_JSON)
                            .header("Idempotency-Key", "key-many")
                            .bodyValue(request)
                            .exchange()
                            .expectBody()
                            .returnResult())
                    .toList());
            var created = new ArrayList<String>();
            for (var answer : answers) {
                // One who comes while the first is under way may be told so.
                assertThat(answer.get().getStatus().value()).isIn(201, 409);
                if (answer.get().getStatus().value() == 201) {
                    created.add(body(answer.get()).get("booking").asString());
                }
            }
            assertThat(created).isNotEmpty();
            assertThat(created.stream().distinct()).hasSize(1);
            assertThat(events(created.getFirst())).hasSize(1);
        }
    }

    @Test
    void aVersionThatIsNoMoreIsRefused() {
        var id = body(book("hans", NEXT_WEEK)).get("booking").asString();
        var seen = etag(id, 0);
        change(HttpMethod.PUT, "/%s/slot".formatted(id), IN_TWO_HOURS, seen).isNoContent();

        for (var tag : List.of(seen, "\"7\"", "\"nonsense\"")) {
            problem(change(HttpMethod.PUT, "/%s/slot".formatted(id), NEXT_WEEK, tag), 412, "stale");
            problem(change(HttpMethod.PUT, "/%s/check-in".formatted(id), "{\"method\":\"desk\"}", tag), 412, "stale");
            problem(change(HttpMethod.PUT, "/%s/served".formatted(id), "{}", tag), 412, "stale");
            problem(change(HttpMethod.DELETE, "/" + id, null, tag), 412, "stale");
        }
        change(HttpMethod.DELETE, "/" + id, null, etag(id, 1)).isNoContent();
    }

    @Test
    void whatTheRulesRefuseIsAConflictThatSaysWhy() {
        var tomorrow = body(book("ida", NEXT_WEEK)).get("booking").asString();
        problem(
                change(HttpMethod.PUT, "/%s/check-in".formatted(tomorrow), "{\"method\":\"desk\"}"),
                409,
                "too-early-to-check-in");
        problem(change(HttpMethod.PUT, "/%s/slot".formatted(tomorrow), slot(Duration.ofDays(-1))), 409, "slot-in-past");
        problem(
                change(HttpMethod.PUT, "/%s/slot".formatted(tomorrow), slot(Duration.ofDays(1000))),
                409,
                "slot-too-far-ahead");
        change(HttpMethod.DELETE, "/" + tomorrow, null).isNoContent();
        problem(
                change(HttpMethod.PUT, "/%s/check-in".formatted(tomorrow), "{\"method\":\"desk\"}"),
                409,
                "booking-cancelled");
        problem(
                http.post()
                        .uri("/api/v1/bookings")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(bookingOf("ida", slot(Duration.ofDays(-1))))
                        .exchange()
                        .expectStatus(),
                409,
                "slot-in-past");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "booking-00000000-0000-0000-0000-000000000000",
                "booking-",
                "touchpoint-lobby",
                "event-abc",
                "1",
                "%7B%22$ne%22:1%7D",
                "booking-%00",
                "booking-..%2F..",
                "BOOKING-1"
            })
    void anUnknownIdIs404(String id) {
        var path = "/api/v1/bookings/" + id;
        for (var method : List.of(HttpMethod.GET, HttpMethod.DELETE)) {
            http.method(method)
                    .uri(URI.create(base() + path))
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
        for (var put : Map.of("/slot", IN_TWO_HOURS, "/check-in", "{\"method\":\"desk\"}", "/served", "{}")
                .entrySet()) {
            http.put()
                    .uri(URI.create(base() + path + put.getKey()))
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(put.getValue())
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                              | ",
                "                                                               | ",
                "[]                                                             | ",
                "null                                                           | ",
                "{}                                                             | /customer",
                "{'service':'s','channel':'c'}                                  | /customer",
                "{'customer':17,'service':'s','channel':'c'}                    | /customer",
                "{'customer':{'$ne':1},'service':'s','channel':'c'}             | /customer",
                "{'customer':['c'],'service':'s','channel':'c'}                 | /customer",
                "{'customer':'anonymous','service':'s','channel':'c'}           | /customer",
                "{'customer':'  ','service':'s','channel':'c'}                  | /customer",
                "{'customer':'c','channel':'c'}                                 | /service",
                "{'customer':'c','service':{'$gt':''},'channel':'c'}            | /service",
                "{'customer':'c','service':' ','channel':'c'}                   | /service",
                "{'customer':'c','service':'anna@example.com','channel':'c'}    | /service",
                "{'customer':'c','service':'+41 79 123 45 67','channel':'c'}    | /service",
                "{'customer':'c','service':'a\\u007Cb','channel':'c'}            | /service",
                "{'customer':'c','service':'s'}                                 | /channel",
                "{'customer':'c','service':'s','channel':'c','location':7}      | /location",
                "{'customer':'c','service':'s','channel':'c','colour':'red'}    | /colour",
                "{'customer':'c','service':'s','channel':'c','$where':'1'}      | /$where",
                "{'customer':'c','service':'s','channel':'c','slot':'now'}      | /slot",
                "{'customer':'c','service':'s','channel':'c','slot':{}}         | /slot/start",
                "{'customer':'c','service':'s','channel':'c','slot':{'start':'2026-06-02T10:00:00Z'}} | /slot/end",
                "{'customer':'c','service':'s','channel':'c','slot':{'start':1780000000,'end':1780000001}} | /slot/start",
                "{'customer':'c','service':'s','channel':'c','slot':{'start':'2026-06-02','end':'2026-06-03'}} | /slot/start",
                "{'customer':'c','service':'s','channel':'c','slot':{'start':'2026-06-02T10:00:00Z','end':'2026-06-02T10:00:00Z'}} | /slot/end",
                "{'customer':'c','service':'s','channel':'c','slot':{'start':'2026-06-02T10:00:00Z','end':'2026-06-02T09:00:00Z'}} | /slot/end",
                "{'customer':'c','service':'s','channel':'c','slot':{'start':'2026-06-02T10:00:00Z','end':'2026-06-02T11:00:00Z','zone':'UTC'}} | /slot/zone",
            })
    void aBadRequestIsToldWhatAndWhere(String body, String pointer) {
        var before = head();
        var problem = problem(
                http.post()
                        .uri("/api/v1/bookings")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body == null ? "" : body.replace('\'', '"'))
                        .exchange()
                        .expectStatus(),
                400,
                null);

        if (pointer != null) {
            assertThat(problem.get("errors").get(0).get("pointer").asString()).isEqualTo(pointer);
            assertThat(problem.get("errors").get(0).get("detail").asString()).isNotBlank();
        }
        assertThat(head()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "check-in | {}                          | /method",
                "check-in | {'method':'teleport'}       | /method",
                "check-in | {'method':'DESK'}           | /method",
                "check-in | {'method':{'$ne':1}}        | /method",
                "check-in | {'method':'desk','who':1}   | /who",
                "served   | {'outcome':{'$ne':1}}       | /outcome",
                "served   | {'outcome':7}               | /outcome",
                "served   | {'outcome':''}              | /outcome",
                "slot     | {}                          | /start",
                "slot     | {'start':'2026-06-02T10:00:00Z','end':'2026-06-02T09:00:00Z'} | /end",
                "slot     | {'start':{'$gt':''},'end':'2026-06-02T09:00:00Z'} | /start",
            })
    void aBadChangeIsToldWhatAndWhere(String what, String body, String pointer) {
        var id = body(book("jan", IN_TWO_HOURS)).get("booking").asString();

        var problem = problem(change(HttpMethod.PUT, "/%s/%s".formatted(id, what), body.replace('\'', '"')), 400, null);

        assertThat(problem.get("errors").get(0).get("pointer").asString()).isEqualTo(pointer);
        assertThat(events(id)).hasSize(1);
    }

    @Test
    void aContactIsSealedAndShownToTheDeskUntilTheCustomerIsErased() {
        var contact = "{\"email\":\"secret-anna@example.org\",\"phone\":\"+41 79 000 00 00\"}";
        var created = http.post()
                .uri("/api/v1/bookings")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"customer\":\"sealed-anna\",\"service\":\"advice\",\"channel\":\"web\",\"contact\":"
                        + contact + "}")
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        var id = created.get("booking").asString();

        var shown = shown(id, 0);
        assertThat(shown.get("contact").toString()).isEqualTo(contact);
        assertThat(events(id)).singleElement().satisfies(event -> {
            var booked = (Booked) event;
            assertThat(booked.contact()).isNotNull();
            assertThat(booked.toString())
                    .doesNotContain("secret")
                    .doesNotContain(booked.contact().value());
        });
        var unshown = http.get()
                .uri("/api/v1/bookings/" + id)
                .header("X-Journey-Roles", "analyst,ingest")
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        assertThat(unshown.has("contact")).isFalse();
        assertThat(http.get()
                        .uri("/api/v1/bookings?customer="
                                + shown.get("customer").asString())
                        .header("X-Journey-Roles", "desk")
                        .exchange()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody()
                        .at("/items/0/contact")
                        .toString())
                .isEqualTo(contact);

        keys.destroy(List.of(new IdentityKey(shown.get("customer").asString())), Instant.now());

        var erased = shown(id, 0);
        assertThat(erased.has("contact")).isFalse();
        assertThat(erased.get("state")).isEqualTo(shown.get("state"));
    }

    @Test
    void whatWasBookedBeforeAHorizonLeavesOnceItHasEndedAndItsContactAtOnce() {
        var ended = bookedWithContact("horizon-anna");
        var open = bookedWithContact("horizon-anna");
        http.delete().uri("/api/v1/bookings/" + ended).exchange().expectStatus().isNoContent();
        var customer = new IdentityKey(shown(ended, 1).get("customer").asString());
        assertThat(shown(open, 0).has("contact")).isTrue();
        var rule = RetentionId.named("bookings");
        var run = new RetentionRunId("retention-run-bookings.1.2026-06-02");

        log.append(List.of(new GenericDomainEventMessage<>(
                "RetentionRun",
                run.value(),
                0,
                new RetentionDue(
                        rule,
                        run,
                        List.of("booked"),
                        Instant.parse("2026-06-02T00:00:00Z"),
                        List.of(customer),
                        clock.instant()))));

        await().until(() -> !carriedOut(run).isEmpty());
        assertThat(carriedOut(run))
                .isEqualTo(List.of(new RetentionCarriedOut(
                        rule, run, "booking-service", Map.of("contacts", 2L, "bookings", 1L), clock.instant())));
        http.get().uri("/api/v1/bookings/" + ended).exchange().expectStatus().isNotFound();
        assertThat(shown(open, 0).has("contact")).isFalse();
        assertThat(list("customer=" + customer).get("items")).hasSize(1);
    }

    private List<Object> carriedOut(RetentionRunId run) {
        return store.readEvents(run + "-booking-service")
                .asStream()
                .<Object>map(DomainEventMessage::getPayload)
                .toList();
    }

    private String bookedWithContact(String customer) {
        return http.post()
                .uri("/api/v1/bookings")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(
                        "{\"customer\":\"%s\",\"service\":\"advice\",\"channel\":\"web\",\"contact\":{\"email\":\"a@b.org\"}}"
                                .formatted(customer))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .get("booking")
                .asString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "[\"a\"]", "true"})
    void aContactThatIsNoContactIsRefused(String contact) {
        var problem = problem(
                http.post()
                        .uri("/api/v1/bookings")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(
                                "{\"customer\":\"c\",\"service\":\"s\",\"channel\":\"c\",\"contact\":" + contact + "}")
                        .exchange()
                        .expectStatus(),
                400,
                "invalid-request");

        assertThat(problem.get("errors").get(0).get("pointer").asString()).isEqualTo("/contact");
    }

    @Test
    void aReservationIsNotAvailable() {
        var field = "reservation";
        var body = "{'customer':'c','service':'s','channel':'c','reservation':'res-1'}".replace('\'', '"');

        var problem = problem(
                http.post()
                        .uri("/api/v1/bookings")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange()
                        .expectStatus(),
                400,
                "not-available");

        assertThat(problem.get("errors").get(0).get("pointer").asString()).isEqualTo("/" + field);
    }

    @Test
    void bookingsAreFoundByCustomerPlaceTimeAndCode() {
        var ids = new ArrayList<String>();
        for (int hour = 0; hour < 5; hour++) {
            ids.add(body(post(
                            bookingOf("karl", slot(Duration.ofDays(20).plusHours(hour)))
                                    .replace("zurich", hour % 2 == 0 ? "karl-even" : "karl-odd"),
                            null))
                    .get("booking")
                    .asString());
        }
        var customer = shown(ids.get(4), 0).get("customer").asString();
        var karls = "customer=" + customer;

        await().untilAsserted(() -> assertThat(found(karls)).containsExactlyElementsOf(ids));
        assertThat(found("location=karl-even")).containsExactly(ids.get(0), ids.get(2), ids.get(4));
        assertThat(found(karls + "&location=karl-odd")).containsExactly(ids.get(1), ids.get(3));
        assertThat(found("location=karl-even&from=2026-06-21T11:00:00Z")).containsExactly(ids.get(2), ids.get(4));
        assertThat(found(karls + "&from=2026-06-21T11:00:00Z&to=2026-06-21T13:00:00Z"))
                .containsExactly(ids.get(1), ids.get(2));
        assertThat(found("from=2026-06-21T13:00:00%2B02:00&to=2026-06-21T15:00:00%2B02:00"))
                .containsExactly(ids.get(1), ids.get(2));
        assertThat(found("location=nowhere")).isEmpty();
        assertThat(found("location=%7B%22$ne%22:1%7D")).isEmpty();
        assertThat(found("location=karl-even%7C")).isEmpty();
        var code = shown(ids.get(3), 0).get("code").asString();
        assertThat(found("code=" + code)).containsExactly(ids.get(3));
        assertThat(found("code=" + code.toLowerCase(Locale.ROOT))).containsExactly(ids.get(3));
        assertThat(found("code=" + code + "&location=karl-even")).isEmpty();
    }

    @Test
    void aListIsReadPageByPage() {
        var ids = new ArrayList<String>();
        for (int hour = 0; hour < 5; hour++) {
            ids.add(body(book("lena", slot(Duration.ofDays(30).plusHours(hour))))
                    .get("booking")
                    .asString());
        }
        var customer = shown(ids.get(4), 0).get("customer").asString();
        await().until(() -> found("customer=" + customer).size() == 5);

        var read = new ArrayList<String>();
        var pages = 0;
        String cursor = null;
        do {
            var page = list("limit=2&customer=" + customer + (cursor == null ? "" : "&cursor=" + cursor));
            page.get("items").forEach(item -> read.add(item.get("booking").asString()));
            cursor = page.has("next") && !page.get("next").isNull()
                    ? page.get("next").asString()
                    : null;
            pages++;
        } while (cursor != null);

        assertThat(read).isEqualTo(ids);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void aMovedBookingIsFoundOnceWhereItIsNow() {
        var id = body(book("mona", NEXT_WEEK)).get("booking").asString();
        change(HttpMethod.PUT, "/%s/slot".formatted(id), slot(Duration.ofDays(40)))
                .isNoContent();
        var customer = shown(id, 1).get("customer").asString();

        assertThat(found("customer=" + customer)).containsExactly(id);
        assertThat(found("customer=" + customer + "&to=2026-07-01T00:00:00Z")).isEmpty();
        assertThat(found("customer=" + customer + "&from=2026-07-01T00:00:00Z")).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=x",
                "customer=anna",
                "customer=id-1",
                "from=yesterday",
                "to=2026-06-21",
                "cursor=%25%25",
                "cursor=AAAA"
            })
    void aBadQuestionIs400(String query) {
        problem(
                http.get()
                        .uri(URI.create(base() + "/api/v1/bookings?" + query))
                        .exchange()
                        .expectStatus(),
                400,
                "invalid-request");
    }

    private String base() {
        return http.get()
                .uri("/")
                .exchange()
                .returnResult(Void.class)
                .getUrl()
                .resolve("/")
                .toString()
                .replaceAll("/$", "");
    }

    private long head() {
        return log.head();
    }

    private EntityExchangeResult<byte[]> book(String customer, String slot) {
        return post(bookingOf(customer, slot), null);
    }

    private EntityExchangeResult<byte[]> post(String body, String idempotencyKey) {
        return http.post()
                .uri("/api/v1/bookings")
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    if (idempotencyKey != null) {
                        headers.set("Idempotency-Key", idempotencyKey);
                    }
                })
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult();
    }

    private StatusAssertions change(HttpMethod method, String path, String body) {
        return change(method, path, body, null);
    }

    private StatusAssertions change(HttpMethod method, String path, String body, String ifMatch) {
        var request = http.method(method).uri("/api/v1/bookings" + path).headers(headers -> {
            if (ifMatch != null) {
                headers.set("If-Match", ifMatch);
            }
        });
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        }
        return request.exchange().expectStatus();
    }

    private JsonNode problem(StatusAssertions status, int expected, String code) {
        var result = status.isEqualTo(expected).expectBody().returnResult();
        assertThat(result.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        var problem = body(result);
        assertThat(problem.get("status").asInt()).isEqualTo(expected);
        assertThat(problem.get("type").asString()).startsWith("urn:journey360:problem:");
        if (code != null) {
            assertThat(problem.get("type").asString()).isEqualTo("urn:journey360:problem:" + code);
        }
        return problem;
    }

    /** The booking once its document has reached the version. */
    private JsonNode shown(String id, long version) {
        return await().until(() -> get(id), result -> Etag.isAt(result, version))
                .body();
    }

    private String etag(String id, long version) {
        return await().until(() -> get(id), result -> Etag.isAt(result, version))
                .tag();
    }

    private Etag get(String id) {
        var result =
                http.get().uri("/api/v1/bookings/" + id).exchange().expectBody().returnResult();
        return new Etag(result.getResponseHeaders().getETag(), body(result));
    }

    private record Etag(String tag, JsonNode body) {
        static boolean isAt(Etag shown, long version) {
            return ("\"" + version + "\"").equals(shown.tag());
        }
    }

    private JsonNode list(String query) {
        return body(http.get()
                .uri(URI.create(base() + "/api/v1/bookings?" + query))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .exists("ETag")
                .expectBody()
                .returnResult());
    }

    private List<String> found(String query) {
        var ids = new ArrayList<String>();
        list(query).get("items").forEach(item -> ids.add(item.get("booking").asString()));
        return ids;
    }

    private List<JourneyEvent> events(String id) {
        return store.readEvents(id)
                .asStream()
                .map(message -> (JourneyEvent) message.getPayload())
                .toList();
    }

    private static JsonNode body(EntityExchangeResult<byte[]> result) {
        return JSON.readTree(result.getResponseBody());
    }

    private static String bookingOf(String customer, String slot) {
        return "{\"customer\":\"%s\",\"service\":\"advice\",\"location\":\"zurich\",\"channel\":\"web\",\"slot\":%s}"
                .formatted(customer, slot);
    }

    private static String slot(Duration delay) {
        Instant start = MovedClock.START.plus(delay);
        return "{\"start\":\"%s\",\"end\":\"%s\"}".formatted(start, start.plusSeconds(1800));
    }
}
