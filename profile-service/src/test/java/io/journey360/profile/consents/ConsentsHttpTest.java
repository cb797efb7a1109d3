package io.journey360.profile.consents;

import static io.journey360.profile.Api.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.log.JourneyLog;
import io.journey360.profile.Api;
import io.journey360.profile.Api.Answer;
import io.journey360.profile.ProfileServiceTest;
import io.journey360.profile.links.Links;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@ProfileServiceTest
@TestPropertySource(properties = "journey.consent.purposes=newsletter,surveys")
class ConsentsHttpTest {

    private static final String GRANT = "{'granted':true,'evidence':{'wording':'2026-03','source':'web-shop'}}";
    private static final String WITHDRAWAL = "{'granted':false,'evidence':{'source':'desk'}}";

    @Autowired
    Api api;

    @Autowired
    JourneyLog log;

    @Autowired
    Links links;

    @Test
    void aGrantHoldsWithItsEvidence() {
        var anna = api.open("a-anna");

        var granted = say(anna, "analytics", GRANT);

        assertThat(granted.status()).isEqualTo(200);
        assertThat(granted.body().get("purpose").asString()).isEqualTo("analytics");
        assertThat(granted.body().get("granted").asBoolean()).isTrue();
        var statement = granted.body().get("statement");
        assertThat(statement.get("identity").asString())
                .isEqualTo(api.customer("a-anna").value());
        assertThat(statement.get("wording").asString()).isEqualTo("2026-03");
        assertThat(statement.get("source").asString()).isEqualTo("web-shop");
        assertThat(statement.get("position").asLong()).isEqualTo(log.head());
        assertThat(Instant.parse(statement.get("moment").asString())).isBefore(Instant.now());
        var consents = consents(anna, "");
        assertThat(consents.get("held").get(0)).isEqualTo(granted.body());
        assertThat(consents.get("items").get(0)).isEqualTo(statement);
        assertThat(held(consents))
                .containsExactly(
                        "analytics true",
                        "personalisation false",
                        "marketing false",
                        "newsletter false",
                        "surveys false");
    }

    @Test
    void evidenceMayBeAnyTextOrAnyObjectAndIsKeptWhole() {
        var anna = api.open("aa-anna");

        say(anna, "analytics", "{'granted':true,'evidence':'Ticked the box at the desk'}");
        say(anna, "marketing", "{'granted':true,'evidence':{'wording':'7','form':'sign-up','ticked':['a','b']}}");

        var held = consents(anna, "").get("held");
        assertThat(held.get(0).get("statement").get("text").asString()).isEqualTo("Ticked the box at the desk");
        assertThat(held.get(0).get("statement").get("source").asString()).isEqualTo("profile-service");
        assertThat(held.get(2).get("statement").get("wording").asString()).isEqualTo("7");
        assertThat(held.get(2).get("statement").get("text").asString())
                .isEqualTo("{\"form\":\"sign-up\",\"ticked\":[\"a\",\"b\"]}");
    }

    @Test
    void aWithdrawalHoldsAndTheGrantStaysInTheHistory() {
        var anna = api.open("b-anna");
        say(anna, "newsletter", GRANT);

        say(anna, "newsletter", WITHDRAWAL);

        var consents = consents(anna, "");
        assertThat(held(consents)).contains("newsletter false");
        assertThat(consents.get("items")
                        .valueStream()
                        .map(item -> item.get("granted").asBoolean()))
                .containsExactly(true, false);
    }

    @Test
    void theSameStatementAgainChangesNothing() {
        var anna = api.open("c-anna");
        var first = say(anna, "analytics", GRANT);
        var head = log.head();

        var again = say(anna, "analytics", GRANT);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.etag()).isEqualTo(first.etag());
        assertThat(api.toldSince(head)).isEmpty();
    }

    @Test
    void theSameStatementManyTimesAtOnceIsRecordedOnce() {
        var anna = api.open("d-anna");
        var head = log.head();

        var answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> say(anna, "analytics", GRANT)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(log.head()).isEqualTo(head + 1);
    }

    @Test
    void itIsTheLatestStatementOfAnyOfThePersonsIdentities() {
        var anna = api.open("e-anna");
        var ben = api.open("e-ben");
        say(anna, "analytics", GRANT);
        say(ben, "analytics", WITHDRAWAL);
        assertThat(held(consents(anna, ""))).contains("analytics true");
        long before = log.head();

        var merge = api.post(PROFILES + "/" + anna + "/merges", "{'with':'%s'}".formatted(ben));

        assertThat(consents(anna, "")).isEqualTo(consents(ben, ""));
        assertThat(held(consents(anna, ""))).contains("analytics false");
        assertThat(consents(anna, "")
                        .get("held")
                        .get(0)
                        .get("statement")
                        .get("identity")
                        .asString())
                .isEqualTo(api.customer("e-ben").value());
        long merged = log.head();

        api.delete(merge.location());

        links.catchUp();
        assertThat(held(consents(anna, ""))).contains("analytics true");
        assertThat(held(consents(ben, ""))).contains("analytics false");
        assertThat(held(consents(anna, "?at=" + before))).contains("analytics true");
        assertThat(held(consents(anna, "?at=" + merged))).contains("analytics false");
    }

    @Test
    void aMomentIsAskedAboutByTimeAndByPosition() {
        var anna = api.open("f-anna");
        say(anna, "marketing", on("true", "2026-03-10T10:00:00Z"));
        long known = log.head();
        say(anna, "marketing", on("false", "2026-03-20T10:00:00+01:00"));
        say(anna, "marketing", on("true", "2026-03-15T10:00:00Z"));

        assertThat(held(consents(anna, ""))).contains("marketing false");
        assertThat(held(consents(anna, "?at=2026-03-09T10:00:00Z"))).contains("marketing false");
        assertThat(held(consents(anna, "?at=2026-03-10T10:00:00Z"))).contains("marketing true");
        assertThat(held(consents(anna, "?at=2026-03-20T08:59:59Z"))).contains("marketing true");
        assertThat(held(consents(anna, "?at=2026-03-20T09:00:00Z"))).contains("marketing false");
        assertThat(consents(anna, "?at=2026-03-16T10:00:00Z").get("items").size())
                .isEqualTo(2);
        assertThat(held(consents(anna, "?at=" + known))).contains("marketing true");
        assertThat(held(consents(anna, "?at=" + (known - 1)))).contains("marketing false");
        assertThat(api.get(PROFILES + "/" + anna + "/consents?at=yesterday").pointers())
                .containsExactly("/at");
    }

    @Test
    void aPurposeThereIsNotIsRefusedWithThoseThereAre() {
        var anna = api.open("g-anna");
        var head = log.head();

        var refused = say(anna, "profiling", GRANT);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("unknown-purpose");
        assertThat(refused.pointers()).containsExactly("/purpose");
        assertThat(refused.body().get("purposes").toString())
                .isEqualTo("[\"analytics\",\"personalisation\",\"marketing\",\"newsletter\",\"surveys\"]");
        assertThat(api.toldSince(head)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | /granted,/evidence",
                "{'granted':'yes'} | /granted",
                "{'granted':true} | /evidence",
                "{'granted':true,'evidence':{}} | /evidence",
                "{'granted':true,'evidence':' '} | /evidence",
                "{'granted':false,'evidence':[]} | /evidence",
                "{'granted':false,'evidence':7} | /evidence",
                "{'granted':true,'evidence':{'text':''}} | /evidence/text",
                "{'granted':true,'evidence':{'source':'s','wording':'anna@example.com'}} | /evidence/wording",
                "{'granted':true,'evidence':{'source':'+41 79 123 45 67','wording':'1'}} | /evidence/source",
                "{'granted':true,'evidence':{'source':'s','wording':'1','moment':'2026-05-01'}} | /evidence/moment",
                "{'granted':true,'evidence':{'source':'s','wording':'1','moment':'2999-05-01T10:00:00Z'}} | /evidence/moment",
                "{'granted':true,'evidence':{'source':{'$ne':1},'wording':'1'}} | /evidence/source",
                "{'granted':null,'evidence':{'source':'s','wording':'1'}} | /granted",
            })
    void isToldWhatIsWrongAndWhere(String body, String pointers) {
        var anna = api.customer("h-anna");
        api.collected(anna, null);
        var head = log.head();

        var refused = say(anna.value(), "analytics", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.pointers()).containsExactlyInAnyOrder(pointers.split(","));
        assertThat(api.toldSince(head)).isEmpty();
    }

    @Test
    void ofNobodyIsNotFound() {
        assertThat(say(api.customer("i-nobody").value(), "analytics", GRANT).status())
                .isEqualTo(404);
        assertThat(api.get(PROFILES + "/nobody/consents").status()).isEqualTo(404);
    }

    @Test
    void isRefusedIfSomethingWasSaidSince() {
        var anna = api.open("j-anna");
        var stale = api.get(PROFILES + "/" + anna + "/consents").etag();
        var current = say(anna, "marketing", GRANT).etag();

        var refused = api.call(HttpMethod.PUT, PROFILES + "/" + anna + "/consents/analytics", GRANT, "If-Match", stale);

        assertThat(refused.status()).isEqualTo(412);
        assertThat(api.call(HttpMethod.PUT, PROFILES + "/" + anna + "/consents/analytics", GRANT, "If-Match", current)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theHistoryIsListedPageByPage() {
        var anna = api.open("k-anna");
        for (int i = 0; i < 5; i++) {
            say(anna, "analytics", i % 2 == 0 ? GRANT : WITHDRAWAL);
        }

        var granted = new ArrayList<Boolean>();
        JsonNode page = null;
        do {
            page = consents(
                    anna,
                    "?limit=2"
                            + (page == null ? "" : "&cursor=" + page.get("next").asString()));
            page.get("items").forEach(item -> granted.add(item.get("granted").asBoolean()));
        } while (page.hasNonNull("next"));

        assertThat(granted).containsExactly(true, false, true, false, true);
        assertThat(api.get(PROFILES + "/" + anna + "/consents?cursor=x").status())
                .isEqualTo(400);
    }

    private static String on(String granted, String moment) {
        return "{'granted':%s,'evidence':{'wording':'1','source':'desk','moment':'%s'}}".formatted(granted, moment);
    }

    private Answer say(String id, String purpose, String body) {
        return api.call(HttpMethod.PUT, PROFILES + "/" + id + "/consents/" + purpose, body);
    }

    private JsonNode consents(String id, String query) {
        var answer = api.get(PROFILES + "/" + id + "/consents" + query);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> held(JsonNode consents) {
        return consents.get("held")
                .valueStream()
                .map(held -> held.get("purpose").asString() + " "
                        + held.get("granted").asBoolean())
                .toList();
    }
}
