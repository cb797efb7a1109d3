package io.journey360.profile.retention;

import static io.journey360.profile.Api.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.journey360.events.IdentityKey;
import io.journey360.events.Moment;
import io.journey360.events.RetentionCarriedOut;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionId;
import io.journey360.events.RetentionRunId;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Sealed;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.Opener;
import io.journey360.platform.sealing.SealedKind;
import io.journey360.platform.sealing.Sealer;
import io.journey360.profile.Api;
import io.journey360.profile.MovedClock;
import io.journey360.profile.ProfileServiceTest;
import io.journey360.profile.links.Links;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

@ProfileServiceTest
class RetentionHttpTest {

    private static final String RETENTION = "/api/v1/retention";
    private static final Instant FIRST_OF_MAY = Instant.parse("2026-05-01T10:00:00Z");
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @TestConfiguration
    static class Time {

        @Bean
        MovedClock clock() {
            return new MovedClock();
        }
    }

    @Autowired
    Api api;

    @Autowired
    JourneyLog log;

    @Autowired
    Links links;

    @Autowired
    Sealer sealer;

    @Autowired
    Opener opener;

    @Autowired
    MovedClock clock;

    private String rule;
    private Instant today;

    /** Days are never moved back, since what was dropped stays dropped: each test lives a year after the one before. */
    @BeforeEach
    void aYearLater() {
        int number = NUMBERS.incrementAndGet();
        rule = "rule-" + number;
        today = Instant.parse("%d-06-01T10:00:00Z".formatted(2030 + number));
        clock.moveTo(today);
    }

    @AfterEach
    void endTheRule() {
        api.delete(path());
    }

    @Test
    void aRuleIsDefinedAndReadAndChangedAndEnded() {
        var body = "{'kinds':['traits','reviewed'],'horizon':'P20Y'}";

        var created = put(body);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.location()).isEqualTo(path());
        assertThat(created.etag()).isEqualTo("\"1\"");
        assertThat(texts(created.body().get("kinds"))).containsExactly("reviewed", "traits");
        assertThat(created.body().get("before").asString())
                .isEqualTo(
                        startOfDay(today.atOffset(ZoneOffset.UTC).minusYears(20).toInstant()));

        var again = put(body);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.etag()).isEqualTo("\"1\"");
        var changed = put("{'purpose':'marketing','horizon':'P20Y'}", "If-Match", "\"1\"");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.etag()).isEqualTo("\"2\"");
        assertThat(changed.body().has("kinds")).isFalse();
        assertThat(put(body, "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(api.get(path()).body()).isEqualTo(changed.body());
        assertThat(ids(RETENTION)).contains(rule);

        assertThat(api.delete(path(), "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(api.delete(path(), "If-Match", "\"2\"").status()).isEqualTo(204);
        links.catchUp();
        assertThat(api.get(path()).body().get("endedAt").asString()).isEqualTo(today.toString());
        assertThat(api.get(path() + "/runs").status()).isEqualTo(200);
        assertThat(api.delete(path()).status()).isEqualTo(404);
        assertThat(put(body).etag()).isEqualTo("\"3\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {} | /kinds /horizon
                    {'kinds':['reviewed']} | /horizon
                    {'kinds':['reviewed'],'purpose':'marketing','horizon':'P1Y'} | /kinds
                    {'kinds':[],'horizon':'P1Y'} | /kinds
                    {'kinds':['reviewed','journey.booked'],'horizon':'P1Y'} | /kinds/1
                    {'kinds':['reviewed',null],'horizon':'P1Y'} | /kinds/1
                    {'kinds':['retracted'],'horizon':'P1Y'} | /kinds/0
                    {'kinds':['reviewed','reviewed'],'horizon':'P1Y'} | /kinds/1
                    {'purpose':'fun','horizon':'P1Y'} | /purpose
                    {'kinds':['reviewed'],'horizon':'PT23H'} | /horizon
                    {'kinds':['reviewed'],'horizon':'-P1D'} | /horizon
                    {'kinds':['reviewed'],'horizon':'P1001Y'} | /horizon
                    {'kinds':['reviewed'],'horizon':'1 year'} | /horizon
                    """)
    void whatIsWrongIsSaid(String body, String pointers) {
        var answer = put(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid-request");
        assertThat(answer.pointers()).containsExactly(pointers.split(" "));
        assertThat(api.get(path()).status()).isEqualTo(404);
    }

    @Test
    void whatIsNotARequestAtAllIsRefused() {
        assertThat(put("{'kinds':'reviewed','horizon':'P1Y'}").status()).isEqualTo(400);
        assertThat(put("[]").status()).isEqualTo(400);
        assertThat(put("{").status()).isEqualTo(400);
        assertThat(api.get(RETENTION + "?limit=0").status()).isEqualTo(400);
        assertThat(api.get(RETENTION + "?cursor=x").status()).isEqualTo(400);
        for (var name : List.of("Reviews", "1st", "a.b", "a".repeat(65))) {
            assertThat(api.call(HttpMethod.PUT, RETENTION + "/" + name, "{'kinds':['reviewed'],'horizon':'P1Y'}")
                            .status())
                    .isEqualTo(404);
        }
        for (var path : List.of("/none", "/none/runs", "/none/runs/retention-run-none.1.2026-05-01")) {
            assertThat(api.get(RETENTION + path).status()).isEqualTo(404);
        }
    }

    @Test
    void whatIsDueIsDroppedAndReported() {
        var anna = api.customer("ra-anna");
        var lastOfTheDay = at(-30, "23:59:59.999Z");
        var firstOfTheNext = at(-29, "00:00:00Z");
        var gone = reviewed(anna, "gone", lastOfTheDay);
        var kept = reviewed(anna, "kept", firstOfTheNext);

        put("{'kinds':['reviewed'],'horizon':'P29D'}");

        await().until(() -> runs().size() == 1 && services(0).contains("profile-service"));
        assertThat(opener.open(anna, "gone", "text", gone)).isEmpty();
        assertThat(opener.open(anna, "kept", "text", kept)).contains("secret");
        var run = runs().get(0);
        assertThat(run.get("state").asString()).isEqualTo("under-way");
        assertThat(run.get("before").asString()).isEqualTo(firstOfTheNext.toString());
        assertThat(run.get("decidedAt").asString()).isEqualTo(today.toString());
        assertThat(run.has("identities")).isFalse();
        assertThat(run.at("/services/0/dropped/keys").asInt()).isPositive(); // and keys of earlier years
        othersCarryOut(run);

        await().until(() -> runs().get(0).get("state").asString().equals("completed"));
        var one = api.get(path() + "/runs/" + run.get("run").asString());
        assertThat(one.body()).isEqualTo(runs().get(0));
        assertThat(one.body().get("services")).hasSize(4);
        assertThat(one.body().at("/services/0/dropped/facts").asInt()).isEqualTo(7);
    }

    @Test
    void whatArrivesTooLateIsNotSealedAndNotDueAgain() {
        var anna = api.customer("rb-anna");
        reviewed(anna, "first", at(-30, "10:00:00Z"));
        put("{'kinds':['reviewed'],'horizon':'P29D'}");
        await().until(() -> runs().size() == 1 && services(0).contains("profile-service"));

        assertThat(sealer.seal(anna, "late", "text", "secret", SealedKind.REVIEWED, at(-31, "10:00:00Z")))
                .isEmpty();
        appendReview(anna, "late", at(-31, "10:00:00Z"), null);
        reviewed(anna, "next", at(-29, "10:00:00Z"));

        await().during(Duration.ofSeconds(3)).until(() -> runs().size() == 1);
        clock.advance(Duration.ofDays(1));
        await().until(() -> runs().size() == 2);
        assertThat(runs().get(0).get("before").asString())
                .isEqualTo(startOfDay(at(-28, "00:00:00Z"))); // the latest first
    }

    @Test
    void traitsThatWereToldBeforeTheHorizonAreNotToldAnyMore() {
        var anna = api.open("rc-anna");
        api.call(HttpMethod.PATCH, PROFILES + "/" + anna + "/traits", "{'name':'Anna','tier':'gold'}");
        clock.advance(Duration.ofDays(2));
        api.call(HttpMethod.PATCH, PROFILES + "/" + anna + "/traits", "{'tier':'silver'}");
        assertThat(api.person(anna).get("traits").propertyNames()).containsExactlyInAnyOrder("name", "tier");

        put("{'kinds':['traits'],'horizon':'P1D'}");

        await().until(() -> !runs().isEmpty());
        links.catchUp();
        assertThat(api.person(anna).get("traits").propertyNames()).containsExactly("tier");
        assertThat(api.person(anna).at("/traits/tier").asString()).isEqualTo("silver");
    }

    @Test
    void whoWithdrewAPurposeIsForgottenTheHorizonAfterThat() {
        var anna = api.customer("rd-anna");
        var phone = api.anonymous("rd-phone");
        var ben = api.customer("rd-ben");
        api.collected(anna, phone);
        api.collected(ben, null);
        var before = reviewed(anna, "before", at(-300, "10:00:00Z"));
        var ofBen = reviewed(ben, "ben", at(-300, "10:00:00Z"));
        consent(ben, true, at(-2, "12:00:00Z"));
        consent(anna, true, at(-200, "12:00:00Z"));
        put("{'purpose':'marketing','horizon':'P30D'}");
        await().during(Duration.ofSeconds(2)).until(() -> runs().isEmpty());

        consent(anna, false, at(0, "09:00:00Z"));
        var after = reviewed(anna, "after", at(0, "09:30:00Z"));
        var later = reviewed(anna, "later", at(10, "10:00:00Z"));
        clock.advance(Duration.ofDays(30));
        await().during(Duration.ofSeconds(2)).until(() -> runs().isEmpty());
        assertThat(opener.open(anna, "before", "text", before)).isPresent();

        clock.advance(Duration.ofDays(1)); // the whole day of the withdrawal lies 30 days back

        await().until(() -> runs().size() == 1 && services(0).contains("profile-service"));
        assertThat(runs().get(0).get("identities").asInt()).isEqualTo(2);
        assertThat(runs().get(0).get("kinds")).hasSize(11);
        assertThat(opener.open(anna, "before", "text", before)).isEmpty();
        assertThat(opener.open(anna, "after", "text", after)).isEmpty();
        assertThat(opener.open(anna, "later", "text", later)).contains("secret");
        assertThat(opener.open(ben, "ben", "text", ofBen)).contains("secret");

        clock.advance(Duration.ofDays(10));
        await().until(() -> opener.open(anna, "later", "text", later).isEmpty());
        assertThat(opener.open(ben, "ben", "text", ofBen)).contains("secret");
    }

    @Test
    void whoAllowsItAgainIsKept() {
        var anna = api.customer("re-anna");
        api.collected(anna, null);
        var text = reviewed(anna, "text", at(-10, "10:00:00Z"));
        consent(anna, false, at(-9, "10:00:00Z"));
        consent(anna, true, at(-1, "10:00:00Z"));
        clock.advance(Duration.ofDays(60));

        put("{'purpose':'marketing','horizon':'P30D'}");

        await().during(Duration.ofSeconds(3)).until(() -> runs().isEmpty());
        assertThat(opener.open(anna, "text", "text", text)).contains("secret");
    }

    @Test
    void aRunThatWasCutOffAfterItWasDecidedIsCarriedOut() {
        var anna = api.customer("rf-anna");
        var text = reviewed(anna, "text", at(-40, "10:00:00Z"));
        put("{'kinds':['called'],'horizon':'P900Y'}");
        var run = new RetentionRunId("retention-run-" + rule + ".1.cut-off");

        append(
                run.value(),
                new RetentionDue(
                        RetentionId.named(rule), run, List.of("reviewed"), at(-39, "00:00:00Z"), List.of(), today));

        await().until(() -> runs().size() == 1 && services(0).contains("profile-service"));
        assertThat(opener.open(anna, "text", "text", text)).isEmpty();
        othersCarryOut(runs().get(0));
        await().until(() -> runs().get(0).get("state").asString().equals("completed"));
    }

    private Instant at(int days, String time) {
        return Instant.parse(today.plus(Duration.ofDays(days)).toString().substring(0, 11) + time);
    }

    private static String startOfDay(Instant moment) {
        return moment.toString().substring(0, 11) + "00:00:00Z";
    }

    private String path() {
        return RETENTION + "/" + rule;
    }

    private Api.Answer put(String body, String... headers) {
        return api.call(HttpMethod.PUT, path(), body, headers);
    }

    private List<String> ids(String path) {
        return api.get(path)
                .body()
                .get("items")
                .valueStream()
                .map(item -> item.get("id").asString())
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private JsonNode runs() {
        return api.get(path() + "/runs").body().get("items");
    }

    private List<String> services(int run) {
        return runs().get(run)
                .get("services")
                .valueStream()
                .map(service -> service.get("service").asString())
                .toList();
    }

    private void othersCarryOut(JsonNode run) {
        var id = new RetentionRunId(run.get("run").asString());
        for (var service : List.of("booking-service", "touchpoint-service", "analytics-service")) {
            append(
                    id + "-" + service,
                    new RetentionCarriedOut(RetentionId.named(rule), id, service, Map.of("facts", 7L), today));
        }
    }

    private void consent(IdentityKey identity, boolean granted, Instant moment) {
        var answer = api.call(
                HttpMethod.PUT,
                PROFILES + "/" + identity + "/consents/marketing",
                "{'granted':%s,'evidence':{'wording':'1','source':'shop','moment':'%s'}}".formatted(granted, moment));
        assertThat(answer.status()).isEqualTo(200);
    }

    /** With a text sealed under the event's key. */
    private Sealed reviewed(IdentityKey customer, String key, Instant occurredAt) {
        var text = sealer.seal(customer, key, "text", "secret", SealedKind.REVIEWED, occurredAt)
                .orElseThrow();
        appendReview(customer, key, occurredAt, text);
        return text;
    }

    private void appendReview(IdentityKey customer, String key, Instant occurredAt, @Nullable Sealed text) {
        var moment = new Moment(customer, null, occurredAt, "shop", key, null, null, null, null, null, null, Map.of());
        append("event-" + rule + key, new Reviewed(moment, "nps", 9, new Scale(0, 10), text));
    }

    private void append(String stream, Object event) {
        log.append(List.of(new GenericDomainEventMessage<>("Test", stream, 0, event)));
        links.catchUp();
    }
}
