package io.journey360.touchpoint.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.journey360.events.CheckedIn;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Money;
import io.journey360.events.Retracted;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Served;
import io.journey360.events.Slot;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.problem.Problem;
import io.journey360.platform.problem.Problem.FieldError;
import io.journey360.touchpoint.surveys.SurveyScales;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRulesTest {

    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");

    private final CloudEventReader reader = new CloudEventReader(new EventRules(
            new PlainPseudonyms(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new CollectorSettings(Set.of("firstname", "address"), 1_000, 1),
            new OneSurvey(true)));

    @Test
    void anEventKeepsEverythingItTells() {
        var item = accepted("""
                {"specversion": "1.0", "id": "e-1", "source": "web-shop", "type": "journey.served",
                 "time": "2026-05-01T12:00:00.123+02:00", "datacontenttype": "application/json", "subject": "ignored",
                 "data": {"customer": "c-17", "anonymous": "cookie-1", "touchpoint": "desk-3", "channel": "branch",
                          "service": "advice", "location": "bern", "booking": "b-9",
                          "value": {"amount": 12.50, "currency": "CHF"},
                          "slot": {"start": "2026-05-01T10:00:00Z", "end": "2026-05-01T10:30:00Z"},
                          "outcome": "signed", "started": "2026-05-01T10:01:00Z", "ended": "2026-05-01T10:20:00Z",
                          "attributes": {"campaign": "spring", "visits": 3, "rate": 0.5, "vip": true}}}
                """);

        var served = (Served) item.event();
        assertThat(served.moment().occurredAt()).isEqualTo(Instant.parse("2026-05-01T10:00:00.123Z"));
        assertThat(served.moment().customer()).isEqualTo(new PlainPseudonyms().customer("c-17", "web-shop"));
        assertThat(served.moment().anonymous()).isEqualTo(new PlainPseudonyms().anonymous("cookie-1", "web-shop"));
        assertThat(served.moment().value()).isEqualTo(new Money(new BigDecimal("12.5"), "CHF"));
        assertThat(served.moment().attributes())
                .isEqualTo(Map.of("campaign", "spring", "visits", 3L, "rate", 0.5, "vip", true));
        assertThat(served.slot())
                .isEqualTo(new Slot(Instant.parse("2026-05-01T10:00:00Z"), Instant.parse("2026-05-01T10:30:00Z")));
        assertThat(served.outcome()).isEqualTo("signed");
        assertThat(served.ended()).isEqualTo(Instant.parse("2026-05-01T10:20:00Z"));
        assertThat(item.key()).isEqualTo(EventKeys.key("web-shop", "e-1"));
        assertThat(item.identity()).isEqualTo(served.moment().customer());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"discovered", "booked", "rescheduled", "cancelled", "checked-in", "called", "served", "no-show"})
    void everyTypeNeedsACustomerOnly(String type) {
        var item = accepted(event("\"type\": \"journey." + type + "\"", "\"customer\": \"c-17\""));

        assertThat(((JourneyEvent) item.event()).type().wireName()).isEqualTo(type);
    }

    @Test
    void typesCarryTheirOwnFields() {
        assertThat(accepted(event(
                                "\"type\": \"journey.interacted\"",
                                "\"customer\": \"c\", \"action\": \"added-to-cart\""))
                        .event())
                .isInstanceOfSatisfying(
                        Interacted.class, e -> assertThat(e.action()).isEqualTo("added-to-cart"));
        assertThat(accepted(event("\"type\": \"journey.checked-in\"", "\"anonymous\": \"c\", \"method\": \"kiosk\""))
                        .event())
                .isInstanceOfSatisfying(
                        CheckedIn.class, e -> assertThat(e.method()).isEqualTo("kiosk"));
        assertThat(accepted(
                                event(
                                        "\"type\": \"journey.reviewed\"",
                                        "\"customer\": \"c\", \"survey\": \"nps\", \"score\": 10, \"scale\": {\"min\": 0, \"max\": 10}"))
                        .event())
                .isInstanceOfSatisfying(Reviewed.class, e -> {
                    assertThat(e.score()).isEqualTo(10);
                    assertThat(e.scale()).isEqualTo(new Scale(0, 10));
                });
        assertThat(accepted(event(
                                "\"type\": \"journey.reviewed\"",
                                "\"customer\": \"c\", \"survey\": \"desk-effort\", \"score\": 4"))
                        .event())
                .isInstanceOfSatisfying(
                        Reviewed.class, e -> assertThat(e.scale()).isEqualTo(new Scale(1, 5)));
        assertThat(accepted(event("\"type\": \"journey.retracted\"", "\"source\": \"web-shop\", \"id\": \"e-0\""))
                        .event())
                .isEqualTo(new Retracted("web-shop", "e-1", "e-0", Instant.parse("2026-05-01T10:00:00Z")));
    }

    /** Desk effort on a scale of 1 to 5. */
    private record OneSurvey(boolean areKnown) implements SurveyScales {

        @Override
        public Optional<Scale> scale(String survey) {
            return areKnown && survey.equals("desk-effort") ? Optional.of(new Scale(1, 5)) : Optional.empty();
        }
    }

    @Test
    void aReviewThatMayBeOfADefinedSurveyIsForLaterWhileThatIsNotKnown() {
        var starting = new CloudEventReader(new EventRules(
                new PlainPseudonyms(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new CollectorSettings(Set.of(), 1_000, 1),
                new OneSurvey(false)));

        for (var named : List.of("\"survey\": \"desk-effort\", \"score\": 4", "\"survey\": \"nps\", \"score\": 4")) {
            var review = bytes("reviewed", named);
            assertThatThrownBy(() -> starting.read(review, 0, review.length))
                    .isInstanceOfSatisfying(
                            Problem.class, later -> assertThat(later.status()).isEqualTo(503));
        }
        for (var told : List.of(
                bytes("discovered", "\"channel\": \"web\""),
                bytes("reviewed", "\"survey\": \"nps\", \"score\": 4, \"scale\": {\"min\": 0, \"max\": 10}"))) {
            assertThat(starting.read(told, 0, told.length)).isInstanceOf(Item.Event.class);
        }
    }

    private static byte[] bytes(String type, String data) {
        return event("\"type\": \"journey." + type + "\"", "\"customer\": \"c\", " + data)
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "                                | /data/customer           | is required unless anonymous is given",
                "\"customer\": null              | /data/customer           | is required unless anonymous is given",
                "\"customer\": 17                | /data/customer           | must be a string",
                "\"customer\": {\"$ne\": 1}      | /data/customer           | must be a string",
                "\"customer\": [\"c\"]           | /data/customer           | must be a string",
                "\"customer\": \" \"             | /data/customer           | must not be blank",
                "\"customer\": \"null\"          | /data/customer           | is a placeholder for nobody and would join strangers",
                "\"anonymous\": \"0000\"         | /data/anonymous          | is a placeholder for nobody and would join strangers",
                "\"customer\": \"\\ud800\"       | /data/customer           | must be text without control characters",
                "\"customer\": \"c\", \"customer\": \"d\" | /data/customer  | is given twice",
                "\"customer\": \"c\", \"foo\": 1 | /data/foo                | is not a known field",
                "\"customer\": \"c\", \"a/b~c\": {\"d\": [1]} | /data/a~1b~0c | is not a known field",
                "\"customer\": \"c\", \"action\": \"a\" | /data/action      | is not a field of journey.discovered",
                "\"customer\": \"c\", \"slot\": {\"start\": \"2026-05-01T10:00:00Z\", \"end\": \"2026-05-01T11:00:00Z\"} | /data/slot | is not a field of journey.discovered",
                "\"customer\": \"c\", \"booking\": 7 | /data/booking        | must be a string",
                "\"customer\": \"c\", \"booking\": \"anna@example.com\" | /data/booking | looks like an e-mail address, which may only stand in customer or anonymous",
                "\"customer\": \"c\", \"touchpoint\": \"\" | /data/touchpoint | must not be blank",
                "\"customer\": \"c\", \"channel\": \"a\\u0000b\" | /data/channel | must not contain control characters",
                "\"customer\": \"c\", \"value\": 5 | /data/value             | must be an object",
                "\"customer\": \"c\", \"value\": {\"amount\": \"5\", \"currency\": \"CHF\"} | /data/value/amount | must be a number",
                "\"customer\": \"c\", \"value\": {\"amount\": 5} | /data/value/currency | is required",
                "\"customer\": \"c\", \"value\": {\"amount\": 5, \"currency\": \"francs\"} | /data/value/currency | must be an ISO 4217 code of three capital letters",
                "\"customer\": \"c\", \"value\": {\"amount\": 1e999999999, \"currency\": \"CHF\"} | /data/value/amount | must have at most 18 digits before and 6 after the point",
                "\"customer\": \"c\", \"value\": {\"amount\": 1e-999999999, \"currency\": \"CHF\"} | /data/value/amount | must have at most 18 digits before and 6 after the point",
                "\"customer\": \"c\", \"value\": {\"amount\": 5, \"currency\": \"CHF\", \"tax\": 1} | /data/value/tax | is not a known field",
                "\"customer\": \"c\", \"attributes\": []   | /data/attributes | must be an object",
                "\"customer\": \"c\", \"attributes\": {\"a\": {\"$ne\": 1}} | /data/attributes/a | must be a string, a number or a boolean",
                "\"customer\": \"c\", \"attributes\": {\"a\": null} | /data/attributes/a | must be a string, a number or a boolean",
                "\"customer\": \"c\", \"attributes\": {\"a\": 1e400} | /data/attributes/a | is out of range",
                "\"customer\": \"c\", \"attributes\": {\"a\": 99999999999999999999} | /data/attributes/a | is out of range",
                "\"customer\": \"c\", \"attributes\": {\"$where\": 1} | /data/attributes/$where | must not begin with $",
                "\"customer\": \"c\", \"attributes\": {\"a\": 1, \"a\": 2} | /data/attributes/a | is given twice",
            })
    void refusesWithThePointerOf(String data, String pointer, String detail) {
        assertThat(refused(event("\"type\": \"journey.discovered\"", data == null ? "" : data)))
                .containsExactly(new FieldError(pointer, detail));
    }

    @ParameterizedTest(name = "{0} {1} | {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "interacted | \"customer\": \"c\" | /data/action | is required",
                "checked-in | \"customer\": \"c\", \"method\": {\"$gt\": \"\"} | /data/method | must be a string",
                "booked     | \"customer\": \"c\", \"slot\": {\"start\": \"2026-05-01T10:00:00Z\"} | /data/slot/end | is required",
                "booked     | \"customer\": \"c\", \"slot\": {\"start\": \"2026-05-01T10:00:00Z\", \"end\": \"2026-05-01T10:00:00Z\"} | /data/slot/end | must be after start",
                "booked     | \"customer\": \"c\", \"slot\": {\"start\": \"tomorrow\", \"end\": \"2026-05-01T10:00:00Z\"} | /data/slot/start | must be an ISO-8601 date and time with offset",
                "served     | \"customer\": \"c\", \"started\": \"2026-05-01T10:00:00Z\", \"ended\": \"2026-05-01T09:00:00Z\" | /data/ended | must not be before started",
                "reviewed   | \"customer\": \"c\", \"survey\": \"nps\", \"scale\": {\"min\": 0, \"max\": 10} | /data/score | is required",
                "reviewed   | \"customer\": \"c\", \"survey\": \"nps\", \"score\": \"9\", \"scale\": {\"min\": 0, \"max\": 10} | /data/score | must be a number",
                "reviewed   | \"customer\": \"c\", \"survey\": \"nps\", \"score\": 11, \"scale\": {\"min\": 0, \"max\": 10} | /data/score | must lie within the scale",
                "reviewed   | \"customer\": \"c\", \"survey\": \"nps\", \"score\": 1e999, \"scale\": {\"min\": 0, \"max\": 10} | /data/score | is out of range",
                "reviewed   | \"customer\": \"c\", \"survey\": \"nps\", \"score\": 9, \"scale\": {\"min\": 10, \"max\": 0} | /data/scale/max | must be above min",
                "reviewed   | \"customer\": \"c\", \"survey\": \"nps\", \"score\": 9, \"scale\": {\"min\": 0, \"max\": 10, \"step\": 1} | /data/scale/step | is not a known field",
                "reviewed   | \"customer\": \"c\", \"survey\": \"desk-effort\", \"score\": 6 | /data/score | must lie within the scale",
                "reviewed   | \"customer\": \"c\", \"survey\": \"desk-effort\", \"score\": 5, \"scale\": {\"min\": 0, \"max\": 10} | /data/scale | is not the scale the survey is defined with",
                "reviewed   | \"customer\": \"c\", \"survey\": \"desk-effort\", \"score\": 5, \"scale\": {\"min\": 1} | /data/scale/max | is required",
                "reviewed   | \"customer\": \"c\", \"survey\": \"mood\", \"score\": 9, \"scale\": {\"min\": 0, \"max\": 10} | /data/survey | must be nps, csat, ces, stars or the name of a defined survey",
                "retracted  | \"source\": \"other-shop\", \"id\": \"e-0\" | /data/source | must be the event's own source",
                "retracted  | \"source\": \"web-shop\" | /data/id | is required",
                "retracted  | \"source\": \"web-shop\", \"id\": \"e-0\", \"channel\": \"web\" | /data/channel | is not a field of journey.retracted",
            })
    void refusesByType(String type, String data, String pointer, String detail) {
        assertThat(refused(event("\"type\": \"journey." + type + "\"", data)))
                .containsExactly(new FieldError(pointer, detail));
    }

    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "\"specversion\": \"0.3\" | /specversion | must be 1.0",
                "\"id\": 1               | /id          | must be a string",
                "\"id\": \"\"            | /id          | must not be blank",
                "\"id\": \"anna@example.com-1\" | /id   | looks like an e-mail address, which may only stand in customer or anonymous",
                "\"source\": null        | /source      | is required",
                "\"source\": \"booking-service\" | /source | is reserved for Journey 360 itself",
                "\"source\": \"Profile-Service\" | /source | is reserved for Journey 360 itself",
                "\"type\": \"journey.flown\" | /type    | is not a type of event; see the API's documentation",
                "\"type\": \"discovered\" | /type       | is not a type of event; see the API's documentation",
                "\"time\": \"yesterday\" | /time        | must be an ISO-8601 date and time with offset",
                "\"time\": \"2026-05-01T10:00:00\" | /time | must be an ISO-8601 date and time with offset",
                "\"time\": \"2026-06-02T10:00:00.001Z\" | /time | must not be more than 24 hours ahead",
                "\"data\": 5             | /data        | must be an object",
                "\"data_base64\": \"e30=\" | /data_base64 | must be given as JSON in data",
                "\"datacontenttype\": \"text/xml\" | /datacontenttype | must be application/json",
                "\"Customer\": \"c\"     | /Customer    | is not a field of a CloudEvent",
                "\"traceparent\": {}     | /traceparent | must be a string, a number or a boolean",
            })
    void refusesAnEnvelopeWith(String member, String pointer, String detail) {
        assertThat(refused(withEnvelope(member))).contains(new FieldError(pointer, detail));
    }

    @Test
    void aTimeOneDayAheadAndTheFarPastAreTaken() {
        accepted(withEnvelope("\"time\": \"2026-06-02T10:00:00Z\""));
        accepted(withEnvelope("\"time\": \"0001-01-01T00:00:00Z\""));
    }

    @Test
    void anEventWithoutTimeHappenedWhenItCame() {
        var json = event("\"type\": \"journey.discovered\"", "\"customer\": \"c\"")
                .replace("\"time\": \"2026-05-01T10:00:00Z\",", "");

        assertThat(((JourneyEvent) accepted(json).event()).moment().occurredAt())
                .isEqualTo(NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"contact", "traits"})
    void personalDataIsTakenWhereItCanBeSealedOnly(String field) {
        var item = (Item.Refused) read(event(
                "\"type\": \"journey.reviewed\"",
                "\"customer\": \"c\", \"survey\": \"nps\", \"score\": 1, \"scale\": {\"min\": 0, \"max\": 10}, \""
                        + field + "\": \"secret\""));

        assertThat(item.problem().code()).isEqualTo("invalid-event");
        assertThat(item.problem().errors()).extracting(FieldError::pointer).containsExactly("/data/" + field);
    }

    @Test
    void theTextOfAReviewIsKeptApartFromTheEvent() {
        var json = event(
                "\"type\": \"journey.reviewed\"",
                "\"customer\": \"c\", \"survey\": \"nps\", \"score\": 1, \"scale\": {\"min\": 0, \"max\": 10}, \"text\": \"secret\\nmail me at a@b.example\"");
        var item = accepted(json);

        assertThat(item.text().text()).isEqualTo("secret\nmail me at a@b.example");
        assertThat(item.toString()).doesNotContain("secret");
        assertThat(item.digest()).isEqualTo(accepted(json).digest());
        assertThat(item.digest())
                .isNotEqualTo(accepted(json.replace("secret", "secret ")).digest());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "journey.reviewed   | \"text\": \" \"        | must not be blank",
                "journey.reviewed   | \"text\": 17           | must be a string",
                "journey.reviewed   | \"text\": \"a\\u0000\"    | must not contain control characters",
                "journey.discovered | \"text\": \"fine\"     | is not a field of journey.discovered",
            })
    void aTextThatIsNoneIsRefusedWithoutShowingIt(String type, String text, String detail) {
        var review = type.endsWith("reviewed")
                ? ", \"survey\": \"nps\", \"score\": 1, \"scale\": {\"min\": 0, \"max\": 10}"
                : "";
        var item =
                (Item.Refused) read(event("\"type\": \"" + type + "\"", "\"customer\": \"c\"" + review + ", " + text));

        assertThat(item.problem().errors()).singleElement().satisfies(error -> {
            assertThat(error.pointer()).isEqualTo("/data/text");
            assertThat(error.detail()).isEqualTo(detail);
        });
    }

    @Test
    void everyErrorIsTold() {
        assertThat(refused(
                        "{\"specversion\": \"1.0\", \"id\": 1, \"type\": \"journey.reviewed\", \"data\": {\"x\": 1}}"))
                .extracting(FieldError::pointer)
                .containsExactlyInAnyOrder(
                        "/id",
                        "/source",
                        "/data/x",
                        "/data/customer",
                        "/data/survey",
                        "/data/score",
                        "/data/scale/min",
                        "/data/scale/max");
    }

    @Nested
    class Attributes {

        @Test
        void areFiftyAtMost() {
            assertThat(refused(withAttributes(IntStream.range(0, 51)
                            .mapToObj(i -> "\"a" + i + "\": 1")
                            .collect(Collectors.joining(",")))))
                    .containsExactly(new FieldError("/data/attributes", "must have at most 50 members"));
        }

        @Test
        void haveEightKibibytesTogether() {
            var half = "x".repeat(4 * 1024);
            assertThat(refused(withAttributes("\"a\": \"" + half + "\", \"b\": \"" + half + "\"")))
                    .containsExactly(new FieldError("/data/attributes", "must have at most 8 KiB together"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "anna@example.com",
                    "Anna <anna.muster@mail.example.org>",
                    "anna%40example.com",
                    "+41 79 123 45 67",
                    "call +41791234567 please",
                    "0041 79 123 45 67",
                    "079 123 45 67",
                    "(555) 123-4567",
                    "555-123-4567"
                })
        void thatLookPersonalAreReplaced(String value) {
            var item = accepted(withAttributes("\"note\": \"" + value + "\", \"campaign\": \"spring\""));

            assertThat(((JourneyEvent) item.event()).moment().attributes())
                    .isEqualTo(Map.of("note", "[removed]", "campaign", "spring"));
            assertThat(item.removed()).containsExactly("/data/attributes/note");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "spring",
                    "2026-05-01",
                    "2026-05-01T10:00:00Z",
                    "01.05.2026",
                    "20260501123",
                    "1234567",
                    "7d9f2a6c-1b2e-4c55-9d10-2f3a4b5c6d7e",
                    "@home",
                    "12.50",
                    "SKU-1234-5678-9"
                })
        void thatOnlyResembleThemStay(String value) {
            var item = accepted(withAttributes("\"note\": \"" + value + "\""));

            assertThat(((JourneyEvent) item.event()).moment().attributes()).isEqualTo(Map.of("note", value));
        }

        @ParameterizedTest
        @ValueSource(strings = {"firstName", "first_name", "Address", "customerEmail", "phone-number"})
        void ofDeniedNamesAreDropped(String name) {
            var item = accepted(withAttributes("\"" + name + "\": \"Anna\""));

            assertThat(((JourneyEvent) item.event()).moment().attributes()).isEmpty();
            assertThat(item.removed()).containsExactly("/data/attributes/" + name);
        }
    }

    @Nested
    class UnreadableJson {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "nonsense",
                    "[]",
                    "\"text\"",
                    "{\"id\": ",
                    "{\"id\": \"a\"} {}",
                    "{'id': 1}",
                    "{\"a\": NaN}"
                })
        void isMalformed(String json) {
            assertThat(((Item.Refused) read(json)).problem().code()).isEqualTo("malformed-json");
        }

        @Test
        void nestedWithoutEndIsRefused() {
            var json = "{\"data\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}";

            assertThat(((Item.Refused) read(json)).problem().code()).isEqualTo("malformed-json");
        }

        @Test
        void thatIsNotUtf8IsRefusedUnderItsId() {
            var bytes = event("\"type\": \"journey.discovered\"", "\"customer\": \"ä\"")
                    .getBytes(StandardCharsets.ISO_8859_1);

            var item = (Item.Refused) reader.read(bytes, 0, bytes.length);

            assertThat(item.problem().code()).isEqualTo("malformed-json");
            assertThat(item.id()).isEqualTo("e-1");
        }

        @Test
        @DisplayName("is refused unread above 32 KiB")
        void isRefusedUnread() {
            assertThat(((Item.Refused) read(withAttributes("\"a\": \"" + "x".repeat(33 * 1024) + "\"")))
                            .problem()
                            .status())
                    .isEqualTo(413);
        }
    }

    @Test
    void whateverComesIsAcceptedOrRefused() {
        var random = new Random(360);
        var seed = event(
                        "\"type\": \"journey.reviewed\"",
                        "\"customer\": \"c\", \"survey\": \"nps\", \"score\": 9.5e0, \"scale\": {\"min\": 0, \"max\": 10}, \"value\": {\"amount\": 1e2, \"currency\": \"CHF\"}, \"attributes\": {\"a\": \"+41 79 1\", \"b\": 7}")
                .getBytes(StandardCharsets.UTF_8);
        var interesting = "{}[]\",:\\0123456789eE+-.\u0000 ntfx@".getBytes(StandardCharsets.ISO_8859_1);
        int accepted = 0;
        for (int round = 0; round < 30_000; round++) {
            var bytes = seed.clone();
            for (int change = random.nextInt(6); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = random.nextBoolean()
                        ? interesting[random.nextInt(interesting.length)]
                        : (byte) random.nextInt(256);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
            accepted += reader.read(bytes, 0, length) instanceof Item.Event ? 1 : 0;
        }
        assertThat(accepted).isBetween(1_000, 29_000);
    }

    @Nested
    class TheDigest {

        private final String plain =
                event("\"type\": \"journey.discovered\"", "\"customer\": \"c\", \"channel\": \"web\"");

        @Test
        void ignoresSpacingAndOrder() {
            var other = event("\"type\": \"journey.discovered\"", "\"channel\":\"web\",\"customer\":\"c\"");

            assertThat(accepted(other).digest()).isEqualTo(accepted(plain).digest());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"customer\": \"d\", \"channel\": \"web\"",
                    "\"customer\": \"c\", \"touchpoint\": \"web\"",
                    "\"customer\": \"c\", \"channel\": \"web\", \"attributes\": {\"a\": 1}",
                })
        void tellsOtherContent(String data) {
            assertThat(accepted(event("\"type\": \"journey.discovered\"", data)).digest())
                    .isNotEqualTo(accepted(plain).digest());
        }

        @Test
        void tellsAnotherType() {
            assertThat(accepted(plain.replace("discovered", "booked")).digest())
                    .isNotEqualTo(accepted(plain).digest());
        }
    }

    private Item read(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 0, bytes.length);
    }

    private Item.Event accepted(String json) {
        var item = read(json);
        assertThat(item)
                .describedAs(() ->
                        item instanceof Item.Refused r ? r.problem().errors().toString() : "")
                .isInstanceOf(Item.Event.class);
        return (Item.Event) item;
    }

    private List<FieldError> refused(String json) {
        var item = read(json);
        assertThat(item).isInstanceOf(Item.Refused.class);
        assertThat(((Item.Refused) item).problem().code()).isEqualTo("invalid-event");
        return ((Item.Refused) item).problem().errors();
    }

    private static String event(String type, String data) {
        return """
                {"specversion": "1.0", "id": "e-1", "source": "web-shop", "time": "2026-05-01T10:00:00Z",
                 %s, "data": {%s}}
                """.formatted(type, data);
    }

    private static String withAttributes(String attributes) {
        return event("\"type\": \"journey.discovered\"", "\"customer\": \"c\", \"attributes\": {" + attributes + "}");
    }

    /** The member instead of the one of that name, or beside the others. */
    private static String withEnvelope(String member) {
        var members = Map.of(
                "specversion", "\"1.0\"",
                "id", "\"e-1\"",
                "source", "\"web-shop\"",
                "type", "\"journey.discovered\"",
                "time", "\"2026-05-01T10:00:00Z\"",
                "data", "{\"customer\": \"c\"}");
        return members.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
                .filter(entry -> !entry.startsWith(member.substring(0, member.indexOf(':') + 1)))
                .collect(Collectors.joining(", ", "{", ", " + member + "}"));
    }

    /** Pseudonyms without a secret: what the rules make of them does not depend on it. */
    private static final class PlainPseudonyms implements Pseudonyms {

        @Override
        public IdentityKey customer(String value, String source) {
            return IdentityKey.of(0, value.hashCode());
        }

        @Override
        public IdentityKey anonymous(String value, String source) {
            return IdentityKey.of(source.hashCode(), value.hashCode());
        }

        @Override
        public String hmac(String purpose, String... parts) {
            return EventKeys.key(purpose, String.join("|", parts)).substring(0, 26);
        }
    }
}
