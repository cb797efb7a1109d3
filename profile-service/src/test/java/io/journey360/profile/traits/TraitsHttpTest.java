package io.journey360.profile.traits;

import static io.journey360.profile.Api.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.KeyShredder;
import io.journey360.profile.Api;
import io.journey360.profile.Api.Answer;
import io.journey360.profile.ProfileServiceTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

@ProfileServiceTest
class TraitsHttpTest {

    @Autowired
    Api api;

    @Autowired
    JourneyLog log;

    @Autowired
    KeyShredder keys;

    @Autowired
    MongoClient documents;

    @Value("${journey.data}")
    Path data;

    @Test
    void areGivenWhenAProfileIsOpened() {
        var opened = api.post(
                PROFILES,
                "{'identities':[{'anonymous':'ta-phone','source':'web-shop'},{'customer':'ta-anna'}],"
                        + "'traits':{'name':'Anna','age':41,'member':true,'address':{'street':'Weg 1','city':'Bern'}}}");

        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.body().get("traits").toString())
                .isEqualTo("{'address':{'street':'Weg 1','city':'Bern'},'age':41,'member':true,'name':'Anna'}"
                        .replace('\'', '"'));
        assertThat(traits(api.anonymous("ta-phone"))).isEqualTo(opened.body().get("traits"));
    }

    @Test
    void areMergedAsAPatchSays() {
        var anna = api.open("tb-anna");
        patch(anna, "{'name':'Anna','nick':'An','address':{'street':'Weg 1','city':'Bern'}}");

        var patched = patch(anna, "{'nick':null,'name':'Anna M.','address':{'street':null,'zip':3000},'none':null}");

        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.body().get("traits").toString())
                .isEqualTo("{'address':{'city':'Bern','zip':3000},'name':'Anna M.'}".replace('\'', '"'));
        assertThat(patched.body()).isEqualTo(api.person(anna));
    }

    @Test
    void thatAreKnownAlreadyChangeNothing() {
        var anna = api.open("tc-anna");
        var first = patch(anna, "{'name':'Anna','address':{'city':'Bern'}}");
        var head = log.head();

        var again = patch(anna, "{'name':'Anna','address':{'city':'Bern'},'gone':null}");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.etag()).isEqualTo(first.etag());
        assertThat(api.toldSince(head)).isEmpty();
    }

    @Test
    void ofManyRequestsAtOnceAreAllKept() {
        var anna = api.open("td-anna");

        var answers = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> patch(anna, "{'t%d':%d,'shared':{'m%d':%d}}".formatted(i, i, i, i))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        var traits = traits(anna);
        assertThat(traits.size()).isEqualTo(7);
        assertThat(traits.get("shared").size()).isEqualTo(6);
    }

    @Test
    void belongToThePersonAndToEachItsOwnAfterAnUnmerge() {
        var anna = api.open("te-anna");
        var ben = api.open("te-ben");
        patch(anna, "{'name':'Anna','city':'Bern'}");
        patch(ben, "{'name':'Ben'}");

        var merge = api.post(PROFILES + "/" + anna + "/merges", "{'with':'%s'}".formatted(ben));
        assertThat(traits(anna).toString()).isEqualTo("{\"city\":\"Bern\",\"name\":\"Ben\"}");
        assertThat(patch(ben, "{'city':null}").body().get("traits").toString()).isEqualTo("{\"name\":\"Ben\"}");

        api.delete(merge.location());
        assertThat(traits(anna).toString()).isEqualTo("{\"city\":\"Bern\",\"name\":\"Anna\"}");
        assertThat(traits(ben).toString()).isEqualTo("{\"name\":\"Ben\"}");
    }

    @Test
    void areForThoseWhoMayReadThem() {
        var anna = api.open("tf-anna");
        patch(anna, "{'name':'Anna'}");

        var desk = api.call(HttpMethod.GET, PROFILES + "/" + anna, null, "X-Journey-Roles", "desk,privacy");
        var identified = api.call(HttpMethod.GET, PROFILES + "/" + anna, null, "X-Journey-Roles", "desk,identified");

        assertThat(desk.status()).isEqualTo(200);
        assertThat(desk.body().has("traits")).isFalse();
        assertThat(desk.etag()).isEqualTo(identified.etag());
        assertThat(identified.body().get("traits").get("name").asString()).isEqualTo("Anna");
    }

    @Test
    void areRefusedIfThePersonChangedSince() {
        var anna = api.open("tg-anna");
        var stale = api.get(PROFILES + "/" + anna).etag();
        var current = patch(anna, "{'name':'Anna'}").etag();

        assertThat(api.call(HttpMethod.PATCH, PROFILES + "/" + anna + "/traits", "{'name':'Ben'}", "If-Match", stale)
                        .status())
                .isEqualTo(412);
        assertThat(api.call(HttpMethod.PATCH, PROFILES + "/" + anna + "/traits", "{'name':'Ben'}", "If-Match", current)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoseKeyIsGoneShowAsUnreadableAndMayBeToldAnew() {
        var anna = api.open("th-anna");
        patch(anna, "{'name':'Anna','city':'Bern'}");

        keys.destroy(Set.of(api.customer("th-anna")), Instant.now());

        var person = api.person(anna);
        assertThat(person.get("traits").isEmpty()).isTrue();
        assertThat(person.get("unreadable").toString()).isEqualTo("[\"city\",\"name\"]");
        assertThat(patch(anna, "{'name':'Anna'}").body().get("unreadable").toString())
                .isEqualTo("[\"city\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | ``",
                "7 | ``",
                "null | ``",
                "{'na me':'x'} | /na me",
                "{'':'x'} | /",
                "{'list':[1]} | /list",
                "{'deep':{'er':{'x':1}}} | /deep/er",
                "{'deep':{'list':[]},'a/b':1} | /deep/list,/a~1b",
            })
    void areToldWhatIsWrongAndWhere(String body, String pointers) {
        var anna = api.customer("ti-anna");
        api.collected(anna, null);
        var head = log.head();

        var refused = patch(anna, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.pointers()).containsExactlyInAnyOrder(pointers.split(","));
        assertThat(api.toldSince(head)).isEmpty();
    }

    @Test
    void areRefusedInAnOpeningBeforeAnythingIsOpened() {
        var head = log.head();

        var refused = api.post(PROFILES, "{'identities':[{'customer':'tj-anna'}],'traits':{'list':[1]}}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.pointers()).containsExactly("/traits/list");
        assertThat(api.toldSince(head)).isEmpty();
    }

    @Test
    void areAtMostFiftyOfEightKibibytesAndABodyAtMostOneMebibyte() {
        var anna = api.open("tk-anna");
        var many =
                IntStream.range(0, 50).mapToObj(i -> "'t%d':1".formatted(i)).collect(Collectors.joining(",", "{", "}"));
        assertThat(patch(anna, many).status()).isEqualTo(200);
        assertThat(patch(anna, "{'one-more':1}").status()).isEqualTo(400);
        assertThat(patch(anna, "{'t0':null,'one-more':1}").status()).isEqualTo(200);

        assertThat(patch(anna, "{'t1':'%s'}".formatted("x".repeat(9_000))).status())
                .isEqualTo(400);
        var huge = patch(anna, "{'t1':'%s'}".formatted("x".repeat(1 << 20)));
        assertThat(huge.status()).isEqualTo(413);
        assertThat(huge.code()).isEqualTo("too-large");
        assertThat(traits(anna).size()).isEqualTo(50);
    }

    @Test
    void ofNobodyAreNotFound() {
        assertThat(patch(api.customer("tl-nobody"), "{'name':'x'}").status()).isEqualTo(404);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void areNowhereInTheClear(CapturedOutput output) throws Exception {
        var marks = "Raw Trait Of Marit";
        var anna = api.post(
                PROFILES,
                "{'identities':[{'customer':'tm-anna'}],'traits':{'name':'%s','email':'marit.mark@example.com','phone':'+41 79 555 66 77'}}"
                        .formatted(marks),
                "Idempotency-Key",
                "traits-1");
        patch(anna.body().get("person").asString(), "{'name':'%s II'}".formatted(marks));
        api.call(
                HttpMethod.PUT,
                anna.location() + "/consents/analytics",
                "{'granted':true,'evidence':{'wording':'1','source':'desk','text':'%s agrees'}}".formatted(marks));
        patch(anna.body().get("person").asString(), "{'bad name':'%s'}".formatted(marks));

        var everything = new StringBuilder(output.getAll());
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                everything.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        for (var database : documents.listDatabaseNames()) {
            for (var collection : documents.getDatabase(database).listCollectionNames()) {
                documents.getDatabase(database).getCollection(collection).find().forEach(everything::append);
            }
        }
        assertThat(everything.toString())
                .contains(api.customer("tm-anna").value())
                .contains("TraitsChanged")
                .doesNotContain("Marit", "marit.mark", "555 66 77", "415556677", "41795556677");
        var consents = api.get(anna.location() + "/consents").body();
        assertThat(consents.at("/items/0/text").asString()).isEqualTo(marks + " agrees");
        assertThat(consents.at("/held/0/statement/text").asString()).isEqualTo(marks + " agrees");
        var desk = api.call(HttpMethod.GET, anna.location() + "/consents", null, "X-Journey-Roles", "desk");
        assertThat(desk.body().at("/items/0").has("text")).isFalse();
    }

    private Answer patch(Object id, String body) {
        return api.call(HttpMethod.PATCH, PROFILES + "/" + id + "/traits", body);
    }

    private JsonNode traits(Object id) {
        return api.person(id).get("traits");
    }
}
