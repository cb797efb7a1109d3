package io.journey360.profile.personas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.Moment;
import io.journey360.events.Served;
import io.journey360.platform.log.JourneyLog;
import io.journey360.profile.Api;
import io.journey360.profile.ProfileServiceTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** On a log of its own, for which the purpose is: what is defined here would be recorded of every other test's customers. */
@ProfileServiceTest
@TestPropertySource(properties = "journey.consent.purposes=newsletter")
class PersonasHttpTest {

    private static final String PERSONAS = "/api/v1/personas";
    private static final String THREE_TIMES = "{'event':'served','count':{'from':3}}";

    @Autowired
    Api api;

    @Autowired
    JourneyLog log;

    @Test
    void aPersonaIsDefinedOnceHoweverOftenThatIsSent() {
        var body = body("Regulars", "{'count':{'from':3},'event':'served'}");

        var first = api.put(PERSONAS + "/pa-regulars", body);
        var again = api.put(PERSONAS + "/pa-regulars", body("Regulars", THREE_TIMES));

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.location()).isEqualTo(PERSONAS + "/pa-regulars");
        assertThat(again.status()).isEqualTo(200);
        var persona = inForce("pa-regulars", 1);
        assertThat(persona.get("name").asString()).isEqualTo("Regulars");
        assertThat(persona.get("versions")).hasSize(1);
        assertThat(persona.at("/versions/0/rule/count/from").asInt()).isEqualTo(3);
        assertThat(api.get(PERSONAS)
                        .body()
                        .get("items")
                        .valueStream()
                        .map(item -> item.get("id").asString()))
                .contains("pa-regulars");
    }

    @Test
    void whoAsksOnceItIsDefinedFindsThePeople() {
        served(api.customer("pz-anna"), "2026-05-01T10:00:00Z");

        var defined = api.put(PERSONAS + "/pz", body("Served", "{'event':'served'}"));

        assertThat(defined.body().at("/versions/0/state").asString()).isEqualTo("in-force");
        assertThat(defined.body().at("/versions/0/people").asLong()).isPositive();
        assertThat(people("pz")).contains(api.customer("pz-anna").value());
    }

    @Test
    void anotherNameIsNoOtherVersion() {
        define("pb", THREE_TIMES);
        inForce("pb", 1);

        var renamed = api.put(PERSONAS + "/pb", body("Another", THREE_TIMES));

        assertThat(renamed.body().get("name").asString()).isEqualTo("Another");
        assertThat(renamed.body().get("versions")).hasSize(1);
    }

    @Test
    void whoeverWouldOverwriteAnotherChangeIsRefused() {
        define("pc", THREE_TIMES);
        inForce("pc", 1);
        var read = api.get(PERSONAS + "/pc").etag();
        assertThat(api.put(PERSONAS + "/pc", body("One", THREE_TIMES), "If-Match", read)
                        .status())
                .isEqualTo(200);

        assertThat(api.put(PERSONAS + "/pc", body("Two", THREE_TIMES), "If-Match", read)
                        .status())
                .isEqualTo(412);
        assertThat(api.delete(PERSONAS + "/pc", "If-Match", read).status()).isEqualTo(412);
    }

    @Test
    void whoeverTheRuleComesToHoldForEntersAndTheEventIsTold() {
        var anna = api.customer("pd-anna");
        served(anna, "2026-05-01T10:00:00Z");
        served(anna, "2026-05-02T10:00:00Z");
        define("pd", THREE_TIMES);
        inForce("pd", 1);

        var outside = of(anna, "pd", 1);
        assertThat(outside.get("member").asBoolean()).isFalse();
        assertThat(outside.at("/whyNot/pointer").asString()).isEmpty();
        assertThat(outside.at("/whyNot/condition/event").asString()).isEqualTo("served");
        assertThat(outside.at("/whyNot/found/count").asInt()).isEqualTo(2);

        var third = served(anna, "2026-05-03T10:00:00Z");

        var inside = awaitMember(anna, "pd", 1, true);
        assertThat(inside.has("whyNot")).isFalse();
        assertThat(inside.at("/because/source").asString()).isEqualTo("web-shop");
        assertThat(inside.at("/because/id").asString()).isEqualTo(third.id());
        assertThat(inside.at("/because/moment").asString()).isEqualTo("2026-05-03T10:00:00Z");
        assertThat(inside.at("/because/position").asLong()).isPositive();
        assertThat(people("pd")).contains(anna.value());
    }

    @Test
    void whoeverWasThereBeforeTheDefinitionIsFoundByReadingTheLogForIt() {
        var ben = api.customer("pe-ben");
        var events = IntStream.range(1, 5)
                .mapToObj(day -> served(ben, "2026-05-0%dT10:00:00Z".formatted(day)))
                .toList();

        define("pe", THREE_TIMES);

        var inside = awaitMember(ben, "pe", 1, true);
        assertThat(inside.at("/because/id").asString()).isEqualTo(events.get(2).id());
        assertThat(inForce("pe", 1).at("/versions/0/people").asInt()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void timeAloneMakesPeopleLeave() {
        var cleo = api.customer("pf-cleo");
        var now = Instant.now();
        api.told(new Served(api.moment(cleo, null, now), null, null, null, null));
        define("pf", "{'event':'served','within':'PT4S'}");

        awaitMember(cleo, "pf", 1, true);
        var left = awaitMember(cleo, "pf", 1, false);

        var history = left.get("history");
        assertThat(history).hasSize(2);
        assertThat(history.at("/0/entered").asBoolean()).isTrue();
        assertThat(history.at("/1/entered").asBoolean()).isFalse();
        assertThat(history.at("/1/failed").asString("none")).isEmpty();
        assertThat(history.at("/1/because").has("source")).isFalse();
        assertThat(Instant.parse(history.at("/1/because/moment").asString()))
                .isEqualTo(Instant.ofEpochMilli(now.toEpochMilli()).plusSeconds(4));
    }

    @Test
    void aRuleSpeaksOfThePersonSoMergesAndUnmergesCount() {
        define("pg", THREE_TIMES);
        var one = api.open("pg-one");
        var other = api.open("pg-other");
        served(api.customer("pg-one"), "2026-05-01T10:00:00Z");
        served(api.customer("pg-one"), "2026-05-02T10:00:00Z");
        served(api.customer("pg-other"), "2026-05-03T10:00:00Z");

        var merged = api.post(Api.PROFILES + "/" + one + "/merges", "{'with':'%s'}".formatted(other));
        var inside = awaitMember(api.customer("pg-one"), "pg", 1, true);

        assertThat(inside.at("/because/source").asString()).isEqualTo("profile-service");
        assertThat(api.delete(merged.location()).status()).isLessThan(300);
        for (var apart : List.of("pg-one", "pg-other")) {
            awaitMember(api.customer(apart), "pg", 1, false);
        }
        assertThat(people("pg"))
                .doesNotContain(
                        api.customer("pg-one").value(), api.customer("pg-other").value());
    }

    @Test
    void traitsAndConsentsCountAndTheConsentIsNamed() {
        define("ph", "{'all':[{'trait':'tier','is':['gold','platinum']},{'consent':'newsletter'}]}");
        var dora = api.open("ph-dora");
        inForce("ph", 1);

        assertThat(of(dora, "ph", 1).at("/whyNot/pointer").asString()).isEqualTo("/all/0");
        assertThat(of(dora, "ph", 1).at("/whyNot/found/known").asBoolean(true)).isFalse();
        api.call(HttpMethod.PATCH, Api.PROFILES + "/" + dora + "/traits", "{'tier':'gold'}");
        assertThat(of(dora, "ph", 1).at("/whyNot/pointer").asString()).isEqualTo("/all/1");
        assertThat(of(dora, "ph", 1).at("/whyNot/found/granted").asBoolean(true))
                .isFalse();
        say(dora, "newsletter", true);

        var inside = awaitMember(dora, "ph", 1, true);
        assertThat(inside.at("/history/0/allowedBy")).hasSize(1);
        assertThat(inside.at("/because/source").asString()).isEqualTo("desk");

        say(dora, "newsletter", false);
        var left = awaitMember(dora, "ph", 1, false);
        assertThat(left.at("/history/1/failed").asString()).isEqualTo("/all/1");
    }

    @Test
    void twoVersionsAreShownSideBySideAndTheOlderAnswersUntilTheNewerIsEvaluated() {
        var emil = api.customer("pi-emil");
        var fay = api.customer("pi-fay");
        for (var day : List.of("01", "02", "03")) {
            served(emil, "2026-05-%sT10:00:00Z".formatted(day));
        }
        served(fay, "2026-05-01T10:00:00Z");
        api.told(new Interacted(api.moment(fay, null, Instant.parse("2026-05-02T10:00:00Z")), "pi-bought"));
        define("pi", THREE_TIMES);
        inForce("pi", 1);

        define("pi", "{'event':'interacted','filter':{'action':'pi-bought'}}");
        var persona = inForce("pi", 2);

        assertThat(persona.get("versions").valueStream().map(v -> v.get("state").asString()))
                .containsExactly("superseded", "in-force");
        var compared = persona.get("compared");
        assertThat(compared.get("onlyNewer").asInt()).isEqualTo(1);
        assertThat(compared.get("both").asInt()).isZero();
        assertThat(people("pi")).containsExactly(fay.value());
        assertThat(people("pi?version=1&without=2")).contains(emil.value());
        assertThat(of(emil, "pi", 1).get("member").asBoolean()).isTrue();
        assertThat(of(emil, "pi", 2).get("member").asBoolean()).isFalse();

        served(fay, "2026-05-03T10:00:00Z");
        served(fay, "2026-05-04T10:00:00Z");
        awaitMember(fay, "pi", 1, true);
        define("pi", "{'event':'no-show'}");
        assertThat(inForce("pi", 3)
                        .get("versions")
                        .valueStream()
                        .map(v -> v.get("version").asInt()))
                .containsExactly(2, 3);
    }

    @Test
    void aRetiredPersonaIsNobodyAndItsVersionsCountOn() {
        served(api.customer("pj-gus"), "2026-05-01T10:00:00Z");
        define("pj", "{'event':'served'}");
        inForce("pj", 1);

        assertThat(api.delete(PERSONAS + "/pj").status()).isEqualTo(204);

        assertThat(api.get(PERSONAS + "/pj").status()).isEqualTo(404);
        assertThat(api.delete(PERSONAS + "/pj").status()).isEqualTo(404);
        assertThat(api.put(PERSONAS + "/pj", body("pj", "{'event':'served'}")).status())
                .isEqualTo(201);
        assertThat(inForce("pj", 2).get("versions")).hasSize(1);
    }

    @Test
    void whoIsErasedIsNothingAndLeavesNoHistory() {
        var hana = api.open("pk-hana");
        var identity = api.customer("pk-hana");
        served(identity, "2026-05-01T10:00:00Z");
        define("pk", "{'all':[{'event':'served'},{'not':{'event':'no-show'}}]}");
        awaitMember(identity, "pk", 1, true);

        api.delete(Api.PROFILES + "/" + hana);
        await().untilAsserted(() -> assertThat(people("pk")).doesNotContain(identity.value()));
        served(identity, Instant.now().toString());

        var known = awaitMember(identity, "pk", 1, true);
        assertThat(known.get("history")).hasSize(1);
    }

    @Test
    void peopleAreReadPageByPage() {
        var action = "{'event':'interacted','filter':{'action':'pl-looked'}}";
        for (int i = 0; i < 5; i++) {
            api.told(new Interacted(
                    api.moment(api.customer("pl-" + i), null, Instant.parse("2026-05-01T10:00:00Z")), "pl-looked"));
        }
        define("pl", action);
        inForce("pl", 1);

        var first = api.get(PERSONAS + "/pl/people?limit=3").body();
        var second = api.get(PERSONAS + "/pl/people?limit=3&cursor="
                        + first.get("next").asString())
                .body();

        assertThat(first.get("items")).hasSize(3);
        assertThat(second.get("items")).hasSize(2);
        assertThat(second.has("next")).isFalse();
        assertThat(api.get(PERSONAS + "/pl/people?version=7").pointers()).containsExactly("/version");
        assertThat(api.get(PERSONAS + "/pl/people?cursor=x").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'rule':{'event':'served'}}                                                     | /name
            {'name':' ','rule':{'event':'served'}}                                          | /name
            {'name':'x'}                                                                    | /rule
            {'name':'x','rule':[]}                                                          | /rule
            {'name':'x','rule':{}}                                                          | /rule
            {'name':'x','rule':{'event':'served','trait':'tier'}}                           | /rule
            {'name':'x','rule':{'all':[]}}                                                  | /rule/all
            {'name':'x','rule':{'all':[{'event':'served'},{'event':'eaten'}]}}              | /rule/all/1/event
            {'name':'x','rule':{'all':[{'event':'served'}],'any':[{'event':'served'}]}}     | /rule
            {'name':'x','rule':{'not':{'event':'served','when':'now'}}}                     | /rule/not/when
            {'name':'x','rule':{'event':'served','count':3}}                                | /rule/count
            {'name':'x','rule':{'event':'served','count':{'from':3,'to':3}}}                | /rule/count/to
            {'name':'x','rule':{'event':'served','count':{'from':0}}}                       | /rule/count/from
            {'name':'x','rule':{'event':'served','count':{'from':-1}}}                      | /rule/count/from
            {'name':'x','rule':{'event':'served','count':{'from':1.5}}}                     | /rule/count/from
            {'name':'x','rule':{'event':'served','within':'P1M'}}                           | /rule/within
            {'name':'x','rule':{'event':'served','within':'PT0S'}}                          | /rule/within
            {'name':'x','rule':{'event':'served','within':'P9999999D'}}                     | /rule/within
            {'name':'x','rule':{'event':'served','filter':{'chanel':'desk'}}}               | /rule/filter/chanel
            {'name':'x','rule':{'event':'served','filter':{'channel':5}}}                   | /rule/filter/channel
            {'name':'x','rule':{'event':'served','filter':{'channel':[]}}}                  | /rule/filter/channel
            {'name':'x','rule':{'event':'served','filter':{'attributes':{'a/b':{'x':1}}}}}  | /rule/filter/attributes/a~1b
            {'name':'x','rule':{'event':'served','filter':{'attributes':{'a':{'from':2,'to':1}}}}} | /rule/filter/attributes/a/to
            {'name':'x','rule':{'event':'served','filter':{'attributes':{'a':{'from':2,'to':'b'}}}}} | /rule/filter/attributes/a
            {'name':'x','rule':{'event':'served','filter':{'attributes':{'a':1e999}}}}      | /rule/filter/attributes/a
            {'name':'x','rule':{'trait':'tier'}}                                            | /rule/is
            {'name':'x','rule':{'trait':'','is':'gold'}}                                    | /rule/trait
            {'name':'x','rule':{'trait':'tier','is':null}}                                  | /rule/is
            {'name':'x','rule':{'trait':'email','is':'a@example.com'}}                      | /rule/is
            {'name':'x','rule':{'trait':'phone','is':{'not':'5'}}}                          | /rule/is
            {'name':'x','rule':{'trait':'nick','is':['b','a@example.com']}}                 | /rule/is/1
            {'name':'x','rule':{'consent':'world-peace'}}                                   | /rule/consent
            {'name':'x','rule':{'not':{'not':{'not':{'not':{'not':{'event':'served'}}}}}}}  | /rule/not/not/not/not/not
            {'name':'x','rule':{'event':'served'},'colour':'red'}                           | /colour
            """)
    void aBadDefinitionIsAnsweredWithWhatIsWrong(String body, String pointer) {
        var answer = api.put(PERSONAS + "/bad", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).contains(pointer);
        assertThat(api.get(PERSONAS + "/bad").status()).isEqualTo(404);
    }

    @Test
    void ruleAndNameAreBounded() {
        var many = "{'any':[" + "{'event':'served'},".repeat(50) + "{'event':'served'}]}";
        assertThat(api.put(PERSONAS + "/bad", body("x", many)).pointers()).contains("/rule/any");
        var two = "{'any':[{'any':[%1$s]},{'any':[%1$s]}]}"
                .formatted("{'event':'served'},".repeat(29) + "{'event':'served'}");
        assertThat(api.put(PERSONAS + "/bad", body("x", two)).pointers()).contains("/rule");
        var long17 = "{'trait':'a','is':['%s']}"
                .formatted(String.join(
                        "','",
                        IntStream.range(0, 40)
                                .mapToObj(i -> i + "x".repeat(500))
                                .toList()));
        assertThat(api.put(PERSONAS + "/bad", body("x", long17)).pointers()).contains("/rule");
        assertThat(api.put(PERSONAS + "/Gold@1", body("x", THREE_TIMES)).status())
                .isEqualTo(404);
        assertThat(api.get(PERSONAS + "/unknown").status()).isEqualTo(404);
        assertThat(api.get(PERSONAS + "/unknown/people").status()).isEqualTo(404);
        assertThat(api.get(Api.PROFILES + "/id-nobody/personas").status()).isEqualTo(404);
    }

    private static String body(String name, String rule) {
        return "{'name':'%s','rule':%s}".formatted(name, rule);
    }

    private void define(String id, String rule) {
        assertThat(api.put(PERSONAS + "/" + id, body(id, rule)).status()).isIn(200, 201);
    }

    private Moment served(IdentityKey customer, String occurredAt) {
        var moment = api.moment(customer, null, Instant.parse(occurredAt));
        api.told(new Served(moment, null, null, null, null));
        return moment;
    }

    private void say(String profile, String purpose, boolean granted) {
        var said = api.put(
                Api.PROFILES + "/" + profile + "/consents/" + purpose,
                "{'granted':%s,'evidence':{'wording':'1','source':'desk'}}".formatted(granted));
        assertThat(said.status()).isEqualTo(200);
    }

    private JsonNode inForce(String id, long version) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(api.get(PERSONAS + "/" + id)
                                .body()
                                .path("version")
                                .asLong(0))
                        .isEqualTo(version));
        return api.get(PERSONAS + "/" + id).body();
    }

    private JsonNode of(Object person, String id, long version) {
        return api.get(Api.PROFILES + "/" + person + "/personas")
                .body()
                .get("items")
                .valueStream()
                .filter(item -> item.get("persona").asString().equals(id)
                        && item.get("version").asLong() == version)
                .findFirst()
                .orElseThrow();
    }

    private JsonNode awaitMember(Object person, String id, long version, boolean member) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(of(person, id, version).get("member").asBoolean())
                                .isEqualTo(member));
        return of(person, id, version);
    }

    private List<String> people(String idAndParameters) {
        var parts = idAndParameters.split("\\?", 2);
        return api.get(PERSONAS + "/" + parts[0] + "/people" + (parts.length > 1 ? "?" + parts[1] : ""))
                .body()
                .get("items")
                .valueStream()
                .map(item -> item.get("person").asString())
                .toList();
    }
}
