package io.journey360.analytics.consents;

import static io.journey360.analytics.running.Events.SHOP;
import static io.journey360.analytics.running.Events.booked;
import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.moment;
import static io.journey360.analytics.running.Events.published;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.ConsentGranted;
import io.journey360.events.ConsentWithdrawn;
import io.journey360.events.CustomersMerged;
import io.journey360.events.Discovered;
import io.journey360.events.IdentityKey;
import io.journey360.events.MergeId;
import io.journey360.events.MergeUndone;
import io.journey360.events.ProfileEvent;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.JourneyLog;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the tenant demands it, nobody is named who has not allowed it, and everybody is counted. */
class NamingTest {

    /** Everybody here was discovered and then booked, if anything. */
    private static final String BOOKED = "/edges/0/count";

    private static RunningAnalytics analytics;
    private static long lastIdentity;
    private static int changes;

    private record Answer(int status, JsonNode body, String text) {

        String code() {
            return body.get("type").asString().replace("urn:journey360:problem:", "");
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        analytics = new RunningAnalytics(folder, "journey.consent.demanded=analytics");
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void aViewIsRefusedUntilThePersonAllowsItAndAgainFromTheWithdrawalOn() {
        var anna = somebody("a");
        assertRefused(journey(anna, ""));

        say(anna, true, 1);
        var allowed = journey(anna, "");
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.body().at("/consents/0/purpose").asString()).isEqualTo("analytics");
        assertThat(allowed.body().at("/consents/0/granted").asBoolean()).isTrue();
        assertThat(allowed.body().at("/timeline").size()).isEqualTo(2);
        long then = analytics.bean(JourneyLog.class).head();

        say(anna, false, 2);
        assertRefused(journey(anna, ""));
        assertRefused(journey(anna, "?asOf=" + then));
    }

    @Test
    void aPersonAllowsWhatTheLatestOfItsIdentitiesSaid() {
        var anna = somebody("b1");
        var ben = somebody("b2");
        say(anna, false, 1);
        say(ben, true, 2);
        assertRefused(journey(anna, ""));

        var merge = new MergeId("merge-b");
        append(new CustomersMerged(merge, anna, ben, day(3)));
        assertThat(journey(anna, "").body().at("/timeline").size()).isEqualTo(4);
        long merged = analytics.bean(JourneyLog.class).head();

        append(new MergeUndone(merge, anna, ben, day(4)));
        assertRefused(journey(anna, ""));
        assertThat(journey(ben, "").status()).isEqualTo(200);
        assertRefused(journey(ben, "?asOf=" + merged)); // it would tell of anna too
    }

    @Test
    void theListLeavesThemOutAndTheLookupRefuses() {
        var pseudonyms = analytics.bean(Pseudonyms.class);
        var silent = pseudonyms.customer("c-silent", SHOP);
        var open = pseudonyms.customer("c-open", SHOP);
        analytics.append(discovered("c-1", silent, 0), discovered("c-2", open, 0));
        say(open, true, 1);

        var listed = get("/api/v1/customers?limit=1000").text();
        assertThat(listed).contains(open.value()).doesNotContain(silent.value());
        assertRefused(lookup("c-silent"));
        assertThat(lookup("c-open").body().get("person").asString()).isEqualTo(open.value());
        assertThat(lookup("c-nobody").status()).isEqualTo(404);
    }

    @Test
    void figuresCountEverybodyAndExplanationsNameWhoAllowsIt() {
        var before = count();
        var people = new ArrayList<IdentityKey>();
        for (int i = 0; i < 6; i++) {
            people.add(somebody("d" + i));
            if (i % 2 == 0) {
                say(people.get(i), true, 1);
            }
        }
        var answer = paths();
        assertThat(answer.body().at(BOOKED).asLong()).isEqualTo(before + 6);

        var events = new ArrayList<String>();
        var unnamed = 0;
        String cursor = null;
        do {
            var page = get(answer.body().get("explain").asString() + "?figure=" + BOOKED + "&limit=2"
                    + (cursor == null ? "" : "&cursor=" + cursor));
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            assertThat(page.body().get("contributions").asLong()).isEqualTo(before + 6);
            assertThat(page.body().get("people").asLong()).isEqualTo(before + 6);
            for (var item : page.body().get("items")) {
                item.get("events").forEach(event -> {
                    events.add(event.get("id").asString());
                    assertThat(event.has("identity")).isEqualTo(item.has("person"));
                });
                unnamed += item.has("person") ? 0 : 1;
            }
            cursor = page.body().has("next") ? page.body().get("next").asString() : null;
            assertNamesOnlyWhoAllowsIt(page.text(), people);
            if (cursor != null) {
                assertNamesOnlyWhoAllowsIt(
                        new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8), people);
            }
        } while (cursor != null);
        assertThat(events).doesNotHaveDuplicates().hasSize((int) (2 * (before + 6)));
        assertThat(unnamed).isGreaterThanOrEqualTo(3);

        people.forEach(person -> say(person, false, 2));
        assertThat(count()).isEqualTo(before + 6);
        people.forEach(person -> say(person, true, 3));
        assertThat(count()).isEqualTo(before + 6);
    }

    private static void assertNamesOnlyWhoAllowsIt(String text, List<IdentityKey> people) {
        for (int i = 1; i < people.size(); i += 2) {
            assertThat(text).doesNotContain(people.get(i).value());
        }
    }

    private static Answer paths() {
        return post("/api/v1/analytics/paths", "{\"node\": \"event\"}");
    }

    private static long count() {
        return paths().body().at(BOOKED).asLong();
    }

    @Test
    void nobodyIsSelectedByAKeyWithoutAllowingIt() {
        var silent = somebody("e1");
        var open = somebody("e2");
        say(open, true, 1);
        var filtered = """
                {"steps": [{"event": "discovered"}], "filter": {"customer": %s}}""";

        for (var filter : List.of(
                "\"%s\"".formatted(silent),
                "[\"%s\", \"%s\"]".formatted(open, silent),
                "{\"not\": \"%s\"}".formatted(silent))) {
            var refused = post("/api/v1/analytics/funnel", filtered.formatted(filter));
            assertRefused(refused);
            assertThat(refused.body().at("/errors/0/pointer").asString()).startsWith("/filter/customer");
        }
        var allowed = post("/api/v1/analytics/funnel", filtered.formatted("\"" + open + "\""));
        assertThat(allowed.body().at("/steps/0/count").asLong()).isEqualTo(1);
        say(open, false, 2);
        assertRefused(get(allowed.body().get("explain").asString()));
    }

    @Test
    void theStreamTellsWhatHappenedButNotToWhom() throws Exception {
        var silent = identity(++lastIdentity);
        var open = identity(++lastIdentity);
        say(open, true, 1);
        long before = analytics.bean(JourneyLog.class).head();
        analytics.append(discovered("f-1", silent, 0), discovered("f-2", open, 0));

        var first = streamed("?lastEventId=" + before, 2);
        assertThat(first.get(0).get("id").asString()).isEqualTo("f-1");
        assertThat(first.get(0).has("person") || first.get(0).has("identity")).isFalse();
        assertThat(first.get(1).get("person").asString()).isEqualTo(open.value());
        assertThat(first.get(1).get("identity").asString()).isEqualTo(open.value());

        var selected = streamed("?customer=%s,%s&lastEventId=%d".formatted(silent, open, before), 1);
        assertThat(selected.getFirst().get("id").asString()).isEqualTo("f-2");
    }

    /** The first so many events. */
    private static List<JsonNode> streamed(String query, int count) throws Exception {
        var uri = URI.create(analytics.baseUrl() + "/api/v1/stream" + query);
        var events = new ArrayList<JsonNode>();
        try (var lines = new BufferedReader(new InputStreamReader(uri.toURL().openStream(), StandardCharsets.UTF_8))) {
            while (events.size() < count) {
                var line = Objects.requireNonNull(lines.readLine());
                if (line.startsWith("data:")) {
                    events.add(JsonMapper.shared().readTree(line.substring("data:".length())));
                }
            }
        }
        return events;
    }

    /** With a discovery and a booking. */
    private static IdentityKey somebody(String name) {
        var somebody = identity(++lastIdentity);
        analytics.append(
                new Discovered(moment(name + "-discovered", somebody, null, day(0))),
                booked(name + "-booked", somebody, 1, null));
        return somebody;
    }

    private static void say(IdentityKey identity, boolean granted, double day) {
        append(
                granted
                        ? new ConsentGranted(identity, "analytics", "said-" + day, "1", "shop", null, day(day))
                        : new ConsentWithdrawn(identity, "analytics", "said-" + day, null, "shop", null, day(day)));
    }

    private static void append(ProfileEvent event) {
        analytics.append(List.of(published("change-" + changes++, event)));
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("consent-missing");
    }

    private static Answer journey(IdentityKey identity, String query) {
        return get("/api/v1/customers/" + identity + "/journey" + query);
    }

    private static Answer lookup(String customer) {
        return post("/api/v1/customers/lookup", "{\"customer\": \"%s\"}".formatted(customer));
    }

    private static Answer get(String uri) {
        return answer(analytics.http().get().uri(uri).exchange().expectBody().returnResult());
    }

    private static Answer post(String uri, String body) {
        return answer(analytics
                .http()
                .post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult());
    }

    private static Answer answer(EntityExchangeResult<byte @Nullable []> result) {
        var text = new String(Objects.requireNonNull(result.getResponseBody()), StandardCharsets.UTF_8);
        return new Answer(result.getStatus().value(), JsonMapper.shared().readTree(text), text);
    }
}
