package io.journey360.analytics.journey;

import static io.journey360.analytics.running.Events.booked;
import static io.journey360.analytics.running.Events.collected;
import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.interacted;
import static io.journey360.analytics.running.Events.moment;
import static io.journey360.analytics.running.Events.published;
import static io.journey360.analytics.running.Events.retraction;
import static io.journey360.analytics.running.Events.reviewed;
import static io.journey360.analytics.running.Events.served;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.CustomersMerged;
import io.journey360.events.Discovered;
import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.events.MergeId;
import io.journey360.events.ProfileId;
import io.journey360.events.ProfileOpened;
import io.journey360.events.Reviewed;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.KeyShredder;
import io.journey360.platform.sealing.SealedKind;
import io.journey360.platform.sealing.Sealer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

class JourneyApiTest {

    private static RunningAnalytics analytics;
    private static long lastIdentity;

    @BeforeAll
    static void start(@TempDir Path folder) {
        analytics = new RunningAnalytics(folder);
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    private static IdentityKey somebody() {
        return identity(++lastIdentity);
    }

    private static WebTestClient.ResponseSpec get(String path, Object... variables) {
        return analytics.http().get().uri("/api/v1" + path, variables).exchange();
    }

    private static JsonNode journey(Object id) {
        return get("/customers/{id}/journey", id)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private static List<String> ids(JsonNode view) {
        var ids = new ArrayList<String>();
        view.get("timeline").forEach(item -> ids.add(item.get("id").asString()));
        return ids;
    }

    @Test
    void tellsWhatHappenedInTheOrderItHappenedHoweverLateItWasLearnt() {
        var lewis = somebody();
        analytics.append(served("l-4", lewis, 3), discovered("l-1", lewis, 0));
        analytics.append(interacted("l-2", lewis, 1), booked("l-3", lewis, 2, null));
        analytics.append(reviewed("l-5", lewis, 4, "nps", 9));

        var view = journey(lewis);

        assertThat(ids(view)).containsExactly("l-1", "l-2", "l-3", "l-4", "l-5");
        assertThat(view.at("/person").asString()).isEqualTo(lewis.value());
        assertThat(view.at("/stage").asString()).isEqualTo("reviewed");
        assertThat(view.at("/totals/events").asInt()).isEqualTo(5);
        assertThat(view.at("/voice/nps/score").asDouble()).isEqualTo(100);
        assertThat(view.at("/voice/csat").isNull()).isTrue();
        assertThat(view.at("/bookings/0/state").asString()).isEqualTo("booked");
        assertThat(view.at("/channels/0/name").asString()).isEqualTo("web");
        assertThat(view.at("/timeline/1/action").asString()).isEqualTo("added-to-cart");
        assertThat(view.at("/asOf/position").asLong())
                .isGreaterThanOrEqualTo(analytics.bean(JourneyLog.class).head());
    }

    @Test
    void showsWhatWasWrittenToThoseWhoMayReadItUntilItsKeyIsGone() {
        var lewis = somebody();
        var plain = (Reviewed) reviewed("w-1", lewis, 0, "nps", 9);
        var key = EventKeys.key(plain.moment().source(), "w-1");
        var text = analytics.bean(Sealer.class).seal(lewis, key, "text", "very kind", SealedKind.REVIEWED, day(0));
        analytics.append(plain.withText(text.orElseThrow()));

        assertThat(journey(lewis).at("/timeline/0/text").asString()).isEqualTo("very kind");
        for (var role : List.of("identified", "analyst,identified")) {
            assertThat(as(role, lewis).at("/timeline/0/text").asString()).isEqualTo("very kind");
        }
        assertThat(as("analyst", lewis).at("/timeline/0").has("text")).isFalse();

        analytics.bean(KeyShredder.class).destroy(List.of(lewis), day(1));

        var unreadable = journey(lewis).at("/timeline/0");
        assertThat(unreadable.has("text")).isFalse();
        assertThat(unreadable.get("score").asDouble()).isEqualTo(9);
    }

    private static JsonNode as(String roles, IdentityKey id) {
        return analytics
                .http()
                .get()
                .uri("/api/v1/customers/{id}/journey", id)
                .header("X-Journey-Roles", roles)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    @Test
    void anEventWithBothIdentitiesJoinsTwoHistoriesFromThenOn() {
        var known = somebody();
        var device = somebody();
        analytics.append(new Discovered(moment("j-1", null, device, day(0))), discovered("j-2", known, 1));
        long before = analytics.bean(JourneyLog.class).head();
        assertThat(ids(journey(device))).containsExactly("j-1");

        analytics.append(new Discovered(moment("j-3", known, device, day(2))));

        assertThat(ids(journey(device))).containsExactly("j-1", "j-2", "j-3");
        assertThat(journey(device).at("/person").asString()).isEqualTo(known.value());
        assertThat(journey(known).at("/identities").size()).isEqualTo(2);
        var past = get("/customers/{id}/journey?asOf={position}", device, before)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        assertThat(ids(past)).containsExactly("j-1");
        assertThat(past.at("/person").asString()).isEqualTo(device.value());
        assertThat(past.at("/asOf/position").asLong()).isEqualTo(before);
    }

    @Test
    void mergedCustomersAreOnePersonUnderEitherId() {
        var a = somebody();
        var b = somebody();
        analytics.append(discovered("m-1", a, 0), discovered("m-2", b, 1));

        analytics.append(List.of(published("merge-one", new CustomersMerged(new MergeId("merge-one"), a, b, day(2)))));

        assertThat(ids(journey(a))).containsExactly("m-1", "m-2");
        assertThat(journey(b).at("/person")).isEqualTo(journey(a).at("/person"));
    }

    @Test
    void anEventTakenBackIsGoneWhicheverCameFirst() {
        var customer = somebody();
        analytics.append(discovered("r-1", customer, 0), interacted("r-2", customer, 1));
        long before = analytics.bean(JourneyLog.class).head();
        analytics.append(List.of(retraction("r-3", "r-2"), retraction("r-4", "r-5")));
        analytics.append(interacted("r-5", customer, 2), interacted("r-6", customer, 3));

        assertThat(ids(journey(customer))).containsExactly("r-1", "r-6");
        var past = get("/customers/{id}/journey?asOf={position}", customer, before)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        assertThat(ids(past)).containsExactly("r-1", "r-2");
        assertThat(listed(customer).at("/events").asInt()).isEqualTo(2);
    }

    @Test
    void pagesOfATimelineGoOnAsOfTheFirst() {
        var customer = somebody();
        analytics.append(collected(IntStream.rangeClosed(1, 5)
                .mapToObj(i -> interacted("p-" + i, customer, i))
                .toList()));

        var first = page(customer, "");
        analytics.append(interacted("p-0", customer, 0));
        var second = page(customer, first.get("next").asString());
        var third = page(customer, second.get("next").asString());

        assertThat(ids(first)).containsExactly("p-1", "p-2");
        assertThat(ids(second)).containsExactly("p-3", "p-4");
        assertThat(ids(third)).containsExactly("p-5");
        assertThat(third.get("next").isNull()).isTrue();
    }

    private static JsonNode page(IdentityKey customer, String cursor) {
        return get("/customers/{id}/journey?limit=2" + (cursor.isEmpty() ? "" : "&cursor={cursor}"), customer, cursor)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    @Test
    void aViewThatDidNotChangeIsNotSentAgain() {
        var customer = somebody();
        analytics.append(discovered("e-1", customer, 0));
        var tag = get("/customers/{id}/journey", customer)
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getETag();
        analytics.append(discovered("e-2", somebody(), 0));

        analytics
                .http()
                .get()
                .uri("/api/v1/customers/{id}/journey", customer)
                .header("If-None-Match", tag)
                .exchange()
                .expectStatus()
                .isNotModified();

        analytics.append(interacted("e-3", customer, 1));
        analytics
                .http()
                .get()
                .uri("/api/v1/customers/{id}/journey", customer)
                .header("If-None-Match", tag)
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void nobodyIsANotFoundAndBadParametersSayWhere() {
        var customer = somebody();
        analytics.append(discovered("n-1", customer, 0));

        for (var unknown : List.of(identity(999_999).value(), "nobody", "id-x", "profile-x", "$ne")) {
            get("/customers/{id}/journey", unknown)
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("urn:journey360:problem:unknown");
        }
        for (var bad :
                Map.of("limit", "0", "asOf", "yesterday", "cursor", "zzz").entrySet()) {
            get("/customers/{id}/journey?{name}={value}", customer, bad.getKey(), bad.getValue())
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .isEqualTo("/" + bad.getKey());
        }
        get("/customers/{id}/journey?limit=many", customer).expectStatus().isBadRequest();
    }

    @Test
    void anOpenedProfileIsThereBeforeAnythingHappenedToIt() {
        var customer = somebody();
        var profile = "profile-" + customer.value().substring("id-".length());
        analytics.append(List.of(published(
                profile, new ProfileOpened(new ProfileId(profile), customer, IdentityKind.CUSTOMER, day(0)))));

        var view = journey(profile);

        assertThat(view.at("/person").asString()).isEqualTo(customer.value());
        assertThat(view.at("/timeline").size()).isZero();
        assertThat(view.at("/stage").isNull()).isTrue();
    }

    @Test
    void aLookupTurnsAValueIntoItsKeys() {
        var key = analytics.bean(Pseudonyms.class).customer("lewis@example.org", "");
        analytics.append(discovered("k-1", key, 0));

        lookup(Map.of("customer", "lewis@example.org"))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.person")
                .isEqualTo(key.value())
                .jsonPath("$.identity")
                .isEqualTo(key.value());
        lookup(Map.of("customer", "nobody@example.org")).expectStatus().isNotFound();
        lookup(Map.of("anonymous", "cookie-1")).expectStatus().isBadRequest();
        lookup(Map.of("customer", "null")).expectStatus().isBadRequest();
        lookup(Map.of()).expectStatus().isBadRequest();
        lookup(Map.of("customer", Map.of("$ne", 1))).expectStatus().isBadRequest();
        lookup(Map.of("customer", "a", "surname", "b")).expectStatus().isBadRequest();
    }

    private static WebTestClient.ResponseSpec lookup(Map<String, Object> body) {
        return analytics
                .http()
                .post()
                .uri("/api/v1/customers/lookup")
                .bodyValue(body)
                .exchange();
    }

    @Test
    void theListHasEverybodyOnceAndAStageKeepsThoseWhoStandThere() {
        var served = somebody();
        var returned = somebody();
        analytics.append(
                discovered("s-1", served, 0),
                served("s-2", served, 1),
                served("s-3", returned, 0),
                discovered("s-4", returned, 100));

        var seen = new ArrayList<String>();
        String cursor = "";
        do {
            var page = get("/customers?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .expectStatus()
                    .isOk()
                    .expectBody(JsonNode.class)
                    .returnResult()
                    .getResponseBody();
            page.get("items").forEach(item -> seen.add(item.get("person").asString()));
            cursor = page.get("next") == null || page.get("next").isNull()
                    ? ""
                    : page.get("next").asString();
        } while (!cursor.isEmpty());

        assertThat(seen).doesNotHaveDuplicates().contains(served.value(), returned.value());
        assertThat(listed(served).at("/stage").asString()).isEqualTo("served");
        assertThat(listed(returned).at("/stage").asString()).isEqualTo("discovered");
        get("/customers?persona=regular").expectStatus().isBadRequest();
        get("/customers?stage=interacted").expectStatus().isBadRequest();
    }

    private static JsonNode listed(IdentityKey person) {
        var page = get("/customers?limit=1000")
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        for (var item : page.get("items")) {
            if (item.get("person").asString().equals(person.value())) {
                return item;
            }
        }
        throw new AssertionError("Not in the list: " + person);
    }
}
