package io.journey360.touchpoint.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.Aliased;
import io.journey360.events.Booked;
import io.journey360.events.Identified;
import io.journey360.events.Interacted;
import io.journey360.events.Money;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.platform.identity.ContactPseudonyms;
import io.journey360.platform.identity.MergeIds;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.problem.Problem.FieldError;
import io.journey360.touchpoint.LiveService;
import io.journey360.touchpoint.collector.EventRules;
import io.journey360.touchpoint.collector.Item;
import io.journey360.touchpoint.segment.MessageRules.Told;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class MessageRulesTest {

    private static final Sender SERVER = new Sender("web", true);
    private static final Sender PAGE = new Sender("web", false);
    private static final Instant RECEIVED = Instant.parse("2026-05-01T10:00:00Z");

    private static LiveService service;
    private static Pseudonyms pseudonyms;

    @BeforeAll
    static void start() {
        service = LiveService.start();
        pseudonyms = service.bean(Pseudonyms.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aTrackedEventIsAnInteractionNamedAsItWas() {
        var message = told(Call.TRACK, SERVER, """
                {"messageId": "m-1", "userId": "u-1", "anonymousId": "a-1", "event": "Order Completed",
                 "timestamp": "2026-04-30T12:00:00.000+02:00",
                 "properties": {"order_id": "o-9", "revenue": 25.5, "currency": "EUR", "vip": true, "items": 3,
                                "cart": {"total": 30, "coupon": "spring"}, "products": [{"sku": "1"}], "none": null}}
                """);

        var event = only(message);
        assertThat(event.key()).isEqualTo(EventKeys.key("web", "m-1"));
        var interacted = (Interacted) event.event();
        var moment = interacted.moment();
        assertThat(interacted.action()).isEqualTo("Order Completed");
        assertThat(moment.customer()).isEqualTo(pseudonyms.customer("u-1", "web"));
        assertThat(moment.anonymous()).isEqualTo(pseudonyms.anonymous("a-1", "web"));
        assertThat(moment.source()).isEqualTo("web");
        assertThat(moment.id()).isEqualTo("m-1");
        assertThat(moment.occurredAt()).isEqualTo(Instant.parse("2026-04-30T10:00:00Z"));
        assertThat(moment.value()).isEqualTo(new Money(new BigDecimal("25.5"), "EUR"));
        assertThat(moment.attributes())
                .isEqualTo(Map.of(
                        "order_id", "o-9", "vip", true, "items", 3L, "cart.total", 30L, "cart.coupon", "spring"));
        assertThat(message.removed()).containsExactly("/properties/products");
    }

    @Test
    void settingsMakeJourneyEventsOfTrackedOnes() {
        var settings = new SegmentSettings(
                "segment", Map.of(), Map.of("Appointment Booked", "booked", "Rated", "reviewed"), Map.of());
        var rules = rules(settings);

        var booked = (Booked) only(told(rules, Call.TRACK, SERVER, """
                {"userId": "u-1", "event": "Appointment Booked",
                 "properties": {"booking": "b-1", "service": "advice", "location": "bern", "touchpoint": "shop",
                                "slot": {"start": "2026-05-02T10:00:00Z", "end": "2026-05-02T10:30:00Z"}, "plan": "gold"}}
                """)).event();
        var rated = (Reviewed) only(told(rules, Call.TRACK, SERVER, """
                {"userId": "u-1", "event": "Rated", "properties": {"survey": "nps", "score": 9, "scale": {"min": 0, "max": 10}}}
                """)).event();

        assertThat(booked.moment().booking()).isEqualTo("b-1");
        assertThat(booked.moment().touchpoint()).isEqualTo("shop");
        assertThat(booked.slot()).isNotNull();
        assertThat(booked.moment().attributes()).isEqualTo(Map.of("plan", "gold"));
        assertThat(rated.score()).isEqualTo(9);
        assertThat(rated.scale()).isEqualTo(new Scale(0, 10));
    }

    @Test
    void aNameThatNoTypeFitsStopsTheStart() {
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> new SegmentSettings("s", Map.of(), Map.of("Paid", "payed"), Map.of()))
                .withMessageContaining("payed");
    }

    @ParameterizedTest
    @CsvSource({"PAGE, page-viewed", "SCREEN, screen-viewed"})
    void whatIsLookedAtIsATouchpoint(Call call, String action) {
        var interacted = (Interacted) only(told(call, SERVER, """
                {"anonymousId": "a-1", "name": "Home", "category": "Docs", "channel": "web", "properties": {"name": "Home", "title": "Welcome"}}
                """)).event();

        assertThat(interacted.action()).isEqualTo(action);
        assertThat(interacted.moment().touchpoint()).isEqualTo("Home");
        assertThat(interacted.moment().channel()).isEqualTo("web");
        assertThat(interacted.moment().attributes()).isEqualTo(Map.of("category", "Docs", "title", "Welcome"));
    }

    @Test
    void aGroupIsJoined() {
        var message = told(Call.GROUP, SERVER, """
                {"userId": "u-1", "groupId": "acme", "traits": {"name": "Acme Ltd", "industry": "travel", "employees": 40}}
                """);

        var interacted = (Interacted) only(message).event();
        assertThat(interacted.action()).isEqualTo("group-joined");
        assertThat(interacted.moment().attributes())
                .isEqualTo(Map.of("group", "acme", "industry", "travel", "employees", 40L));
        assertThat(message.removed()).containsExactly("/traits/name");
    }

    /** receivedAt - (sentAt - originalTimestamp) */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // a clock that is an hour ahead, one that stands in 1970, and a right one with a message that waited
                "2026-05-01T10:59:30Z, -, 2026-05-01T11:00:00Z, 2026-05-01T09:59:30Z",
                "1970-01-01T00:00:10Z, -, 1970-01-01T00:00:20Z, 2026-05-01T09:59:50Z",
                "2026-04-01T00:00:00Z, -, 2026-05-01T10:00:00Z, 2026-04-01T00:00:00Z",
                // the original counts when both are there
                "2020-01-01T00:00:00Z, 2026-05-01T09:00:00Z, 2026-05-01T10:00:00Z, 2026-05-01T09:00:00Z",
                "2026-05-01T09:00:00Z, -, -, 2026-05-01T09:00:00Z",
                "2026-05-01T09:00:00, -, yesterday, 2026-05-01T09:00:00Z",
                "2026-05-01, -, -, 2026-05-01T00:00:00Z"
            })
    void timesAreCorrectedForTheClientsClock(String timestamp, String original, String sentAt, Instant occurredAt) {
        var message = """
                {"userId": "u-1", "event": "e", "timestamp": "%s", "originalTimestamp": %s, "sentAt": %s}
                """.formatted(timestamp, quoted(original), quoted(sentAt));

        assertThat(((Interacted) only(told(Call.TRACK, SERVER, message)).event())
                        .moment()
                        .occurredAt())
                .isEqualTo(occurredAt);
    }

    @Test
    void sentAgainLaterItIsTheSameMessage() {
        var message = """
                {"messageId": "m-1", "userId": "u-1", "event": "e", "timestamp": "2026-05-01T09:00:00Z", "sentAt": "2026-05-01T%s"}
                """;

        assertThat(only(told(Call.TRACK, SERVER, message.formatted("09:00:01Z")))
                        .digest())
                .isEqualTo(only(told(Call.TRACK, SERVER, message.formatted("09:30:00Z")))
                        .digest());
    }

    @Test
    void whatLooksPersonalIsNotKept() {
        var message = told(Call.TRACK, SERVER, """
                {"userId": "u-1", "event": "Signed Up", "properties": {
                   "email": "a@b.example", "note": "ask a@b.example", "url": "https://shop.example/a?token=1#x", "first name": "Ann",
                   "search": "?q=ann", "callback": "+41 79 123 45 67", "next": "/a/b?c=d", "plan": "gold"},
                 "context": {"ip": "8.8.8.8", "userAgent": "Mozilla", "locale": "de-CH", "traits": {"email": "a@b.example"},
                             "page": {"path": "/a", "search": "?q=ann", "referrer": "https://x.example/?q=ann"},
                             "campaign": {"name": "spring", "source": "mail"}}}
                """);

        var attributes = ((Interacted) only(message).event()).moment().attributes();
        assertThat(attributes)
                .isEqualTo(Map.of(
                        "note", "[removed]",
                        "callback", "[removed]",
                        "url", "https://shop.example/a",
                        "next", "/a/b",
                        "plan", "gold",
                        "locale", "de-CH",
                        "path", "/a",
                        "referrer", "https://x.example/",
                        "campaign", "spring",
                        "campaign-source", "mail"));
        assertThat(message.removed())
                .containsExactlyInAnyOrder(
                        "/properties/email",
                        "/properties/note",
                        "/properties/first name",
                        "/properties/search",
                        "/properties/callback");
    }

    @Test
    void whatSettingsAskForOfTheContextIsKept() {
        var settings = new SegmentSettings(
                "segment",
                Map.of(),
                Map.of(),
                Map.of("ip", "visitor-net", "userAgent", "browser", "page.search", "query", "locale", ""));

        var attributes = ((Interacted)
                        only(told(rules(settings), Call.TRACK, SERVER, """
                {"userId": "u-1", "event": "e", "context": {"ip": "8.8.8.8", "userAgent": "Mozilla", "locale": "de", "page": {"search": "?q=1"}}}
                """)).event())
                .moment()
                .attributes();

        assertThat(attributes).isEqualTo(Map.of("visitor-net", "8.8.8.8", "browser", "Mozilla", "query", "?q=1"));
    }

    @Test
    void propertiesBeyondTheLimitsAreLeftOutAndTheEventKept() {
        var many = new StringBuilder("\"long\": \"" + "x".repeat(9_000) + "\", \"$ref\": 1");
        for (int i = 0; i < 60; i++) {
            many.append(", \"p%02d\": %d".formatted(i, i));
        }

        var message =
                told(Call.TRACK, SERVER, "{\"userId\": \"u-1\", \"event\": \"e\", \"properties\": {" + many + "}}");

        assertThat(((Interacted) only(message).event()).moment().attributes()).hasSize(50);
        assertThat(message.removed()).hasSize(12).contains("/properties/long", "/properties/$ref", "/properties/p59");
    }

    @Test
    void identifyLinksTheTwo() {
        var event = (Identified) only(told(Call.IDENTIFY, SERVER, """
                {"messageId": "m-2", "anonymousId": "a-1", "userId": 17, "timestamp": "2026-05-01T09:00:00Z"}
                """)).event();

        assertThat(event)
                .isEqualTo(new Identified(
                        pseudonyms.customer("17", "web"),
                        pseudonyms.anonymous("a-1", "web"),
                        true,
                        "web",
                        "m-2",
                        Instant.parse("2026-05-01T09:00:00Z")));
    }

    @Test
    void traitsAreTakenAsAProfileKeepsThem() {
        var message = told(Call.IDENTIFY, SERVER, """
                {"userId": "u-1", "anonymousId": "a-1", "traits": {"email": "Ann@Example.com", "phone": "+41 79 555 01 01", "age": 40,
                   "address": {"city": "Bern", "lines": ["a"], "zip": null}, "fax": null, "first name": "Ann", "tags": ["a"]}}
                """);

        var traits = message.traits().orElseThrow();
        assertThat(traits.identity()).isEqualTo(pseudonyms.customer("u-1", "web"));
        assertThat(traits.changed())
                .isEqualTo(Map.of(
                        "email", "\"Ann@Example.com\"",
                        "phone", "\"+41 79 555 01 01\"",
                        "age", "40",
                        "address", "{\"city\":\"Bern\"}"));
        assertThat(traits.taken()).containsExactly("fax");
        assertThat(traits.email())
                .isEqualTo(
                        ContactPseudonyms.email(pseudonyms, "ann@example.com").orElseThrow());
        assertThat(traits.phone())
                .isEqualTo(ContactPseudonyms.phone(pseudonyms, "0041795550101").orElseThrow());
        assertThat(message.removed())
                .containsExactlyInAnyOrder("/traits/address/lines", "/traits/first name", "/traits/tags");
        assertThat(traits.toString()).doesNotContain("Example").doesNotContain("Bern");
    }

    @Test
    void moreTraitsThanAProfileKeepsAreLeftOut() {
        var many = IntStream.range(0, 60)
                .mapToObj(i -> "\"t%02d\": %d".formatted(i, i))
                .collect(Collectors.joining(", "));

        var message = told(
                Call.IDENTIFY,
                SERVER,
                "{\"userId\": \"u-1\", \"traits\": {\"long\": \"" + "x".repeat(9_000) + "\", " + many + "}}");

        assertThat(message.traits().orElseThrow().changed()).hasSize(50).doesNotContainKey("long");
        assertThat(message.removed()).hasSize(11);
    }

    @Test
    void whatAPageTellsItTellsOfTheVisitor() {
        var message = told(
                Call.IDENTIFY,
                PAGE,
                "{\"userId\": \"u-1\", \"anonymousId\": \"a-1\", \"traits\": {\"plan\": \"gold\"}}");

        assertThat(message.traits().orElseThrow().identity()).isEqualTo(pseudonyms.anonymous("a-1", "web"));
    }

    @Test
    void aServersAliasMergesTwoCustomers() {
        var event = (Aliased) only(told(Call.ALIAS, SERVER, """
                {"messageId": "m-3", "userId": "u-1", "previousId": "jen@example.com", "timestamp": "2026-05-01T09:00:00Z"}
                """)).event();

        var customer = pseudonyms.customer("u-1", "web");
        var previous = pseudonyms.customer("jen@example.com", "web");
        assertThat(event)
                .isEqualTo(new Aliased(
                        MergeIds.of(previous, customer),
                        customer,
                        previous,
                        "web",
                        "m-3",
                        Instant.parse("2026-05-01T09:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userId\": \"u-1\", \"previousId\": \"a-1\", \"anonymousId\": \"a-1\"}",
                "{\"userId\": \"u-1\", \"anonymousId\": \"a-1\"}"
            })
    void anAliasOfTheCookieLinksIt(String message) {
        var event = (Identified) only(told(Call.ALIAS, SERVER, message)).event();

        assertThat(event.customer()).isEqualTo(pseudonyms.customer("u-1", "web"));
        assertThat(event.anonymous()).isEqualTo(pseudonyms.anonymous("a-1", "web"));
    }

    @Test
    void aPagesAliasClaimsACustomerAndNeverMergesTwo() {
        var event = (Identified) only(told(Call.ALIAS, PAGE, "{\"userId\": \"u-1\", \"previousId\": \"u-2\"}"))
                .event();

        assertThat(event.trusted()).isFalse();
        assertThat(event.anonymous()).isEqualTo(pseudonyms.anonymous("u-2", "web"));
    }

    @Test
    void aPageSendsAnonymousEventsOnly() {
        var message = told(Call.TRACK, PAGE, "{\"userId\": \"u-1\", \"anonymousId\": \"a-1\", \"event\": \"e\"}");

        assertThat(((Interacted) only(message).event()).moment().customer()).isNull();
        assertThat(message.removed()).containsExactly("/userId");
        assertThat(refused(Call.TRACK, PAGE, "{\"userId\": \"u-1\", \"event\": \"e\"}")
                        .code())
                .isEqualTo("not-allowed");
        assertThat(refused(Call.IDENTIFY, PAGE, "{\"userId\": \"u-1\"}").code()).isEqualTo("not-allowed");
        assertThat(((Identified) only(told(Call.IDENTIFY, PAGE, "{\"userId\": \"u-1\", \"anonymousId\": \"a-1\"}"))
                                .event())
                        .trusted())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "TRACK; {\"event\": \"e\"}; /userId",
                "TRACK; {\"userId\": \"u\"}; /event",
                "TRACK; {\"userId\": \"u\", \"event\": 7}; /event",
                "TRACK; {\"userId\": \"null\", \"event\": \"e\"}; /userId",
                "TRACK; {\"userId\": {\"$ne\": 1}, \"event\": \"e\"}; /userId",
                "TRACK; {\"userId\": \"u\", \"anonymousId\": \"undefined\", \"event\": \"e\"}; /anonymousId",
                "TRACK; {\"userId\": \"u\", \"event\": \"e\", \"timestamp\": \"soon\"}; /timestamp",
                "TRACK; {\"userId\": \"u\", \"event\": \"e\", \"timestamp\": \"2027-05-01T10:00:00Z\"}; /timestamp",
                "TRACK; {\"userId\": \"u\", \"event\": \"mail a@b.example\"}; /event",
                "PAGE; {\"userId\": \"u\", \"name\": \"a@b.example\"}; /name",
                "GROUP; {\"userId\": \"u\"}; /groupId",
                "ALIAS; {\"userId\": \"u\"}; /previousId",
                "ALIAS; {\"userId\": \"u\", \"previousId\": \"u\"}; /previousId",
                "ALIAS; {\"userId\": \"u\", \"previousId\": \"0\"}; /previousId",
                "ALIAS; {\"anonymousId\": \"a\", \"previousId\": \"p\"}; /userId",
                "IDENTIFY; {\"userId\": \"anonymous\"}; /userId"
            },
            delimiter = ';')
    void whatIsWrongIsNamedWithItsPlace(Call call, String message, String pointer) {
        assertThat(refused(call, SERVER, message).errors())
                .extracting(FieldError::pointer)
                .containsExactly(pointer);
    }

    @Test
    void aMessageWithoutAnIdIsAnotherOneEachTime() {
        var message = "{\"userId\": \"u-1\", \"event\": \"e\"}";

        assertThat(only(told(Call.TRACK, SERVER, message)).key())
                .isNotEqualTo(only(told(Call.TRACK, SERVER, message)).key());
    }

    private static String quoted(String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    private static MessageRules rules(SegmentSettings settings) {
        return new MessageRules(service.bean(EventRules.class), service.bean(JsonMapper.class), settings, pseudonyms);
    }

    private static Message.Told told(Call call, Sender sender, String message) {
        return told(service.bean(MessageRules.class), call, sender, message);
    }

    private static Message.Told told(MessageRules rules, Call call, Sender sender, String message) {
        return (Message.Told) check(rules, call, sender, message);
    }

    private static io.journey360.platform.problem.Problem refused(Call call, Sender sender, String message) {
        return ((Message.Refused) check(service.bean(MessageRules.class), call, sender, message)).problem();
    }

    private static Message check(MessageRules rules, Call call, Sender sender, String message) {
        return rules.check(message.getBytes(StandardCharsets.UTF_8), new Told(call, sender, RECEIVED, null, null));
    }

    private static Item.Event only(Message.Told message) {
        assertThat(message.events()).hasSize(1);
        return List.copyOf(message.events()).getFirst();
    }
}
