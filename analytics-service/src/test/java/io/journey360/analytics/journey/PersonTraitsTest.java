package io.journey360.analytics.journey;

import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.published;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.CustomersMerged;
import io.journey360.events.IdentityKey;
import io.journey360.events.MergeId;
import io.journey360.events.MergeUndone;
import io.journey360.events.ProfileEvent;
import io.journey360.events.Sealed;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.identity.ContactPseudonyms;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.KeyShredder;
import io.journey360.platform.sealing.SealedKind;
import io.journey360.platform.sealing.Sealer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

class PersonTraitsTest {

    private static RunningAnalytics analytics;
    private static long lastIdentity;
    private static int changes;

    private record Answer(int status, JsonNode body) {}

    @BeforeAll
    static void start(@TempDir Path folder) {
        analytics = new RunningAnalytics(folder);
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void showInTheViewAsOfWhateverMoment() {
        var anna = somebody();
        tell(anna, Map.of("name", "Anna", "city", "Bern"), List.of());
        long before = analytics.bean(JourneyLog.class).head();
        tell(anna, Map.of("name", "Anna M."), List.of("city"));

        assertThat(view(anna, "").get("traits").toString()).isEqualTo("{\"name\":\"Anna M.\"}");
        assertThat(view(anna, "?asOf=" + before).get("traits").toString())
                .isEqualTo("{\"city\":\"Bern\",\"name\":\"Anna\"}");
    }

    @Test
    void areThePersonsAndEachTheirOwnAfterAnUnmerge() {
        var anna = somebody();
        var ben = somebody();
        tell(anna, Map.of("name", "Anna", "city", "Bern"), List.of());
        tell(ben, Map.of("name", "Ben"), List.of());
        var merge = new MergeId("merge-1");

        append(new CustomersMerged(merge, anna, ben, day(1)));
        assertThat(view(anna, "").get("traits").toString()).isEqualTo("{\"city\":\"Bern\",\"name\":\"Ben\"}");

        append(new MergeUndone(merge, anna, ben, day(2)));
        assertThat(view(anna, "").get("traits").toString()).isEqualTo("{\"city\":\"Bern\",\"name\":\"Anna\"}");
        assertThat(view(ben, "").get("traits").toString()).isEqualTo("{\"name\":\"Ben\"}");
    }

    @Test
    void whoseKeyIsGoneAreUnreadableAsOfAnyMoment() {
        var anna = somebody();
        tell(anna, Map.of("name", "Anna"), List.of());
        long before = analytics.bean(JourneyLog.class).head();

        analytics.bean(KeyShredder.class).destroy(Set.of(anna), Instant.now());

        for (var view : List.of(view(anna, ""), view(anna, "?asOf=" + before))) {
            assertThat(view.get("traits").isEmpty()).isTrue();
            assertThat(view.get("unreadable").toString()).isEqualTo("[\"name\"]");
        }
    }

    @Test
    void lieSealedAmongTheDocuments() {
        var anna = somebody();
        tell(anna, Map.of("name", "Klartext Clear", "email", "klartext@example.com"), List.of());
        var client = analytics.bean(MongoClient.class);
        var documents = new StringBuilder();
        for (var database : client.listDatabaseNames()) {
            for (var collection : client.getDatabase(database).listCollectionNames()) {
                client.getDatabase(database).getCollection(collection).find().forEach(documents::append);
            }
        }

        assertThat(documents.toString()).contains(anna.value()).doesNotContainIgnoringCase("klartext");
        assertThat(view(anna, "").at("/traits/name").asString()).isEqualTo("Klartext Clear");
    }

    @ParameterizedTest
    @CsvSource({
        "email, anna@example.com, ANNA@Example.com",
        "email, Anna.B@example.com, anna.b@example.com ",
        "phone, +41 79 123 45 67, 0041791234567",
        "phone, 0041 (79) 765.43-21, +41797654321",
        "phone, 079 888 77 66, 079-8887766"
    })
    void leadToThePersonWhicheverWayTheAddressIsWritten(String trait, String told, String asked) {
        var anna = somebody();
        tell(anna, Map.of(trait, told), List.of());

        var found = lookup(trait, asked);

        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body().get("person").asString()).isEqualTo(anna.value());
        assertThat(found.body().get("identity").asString()).isEqualTo(anna.value());
    }

    @Test
    void ofBeforeLeadToNobody() {
        var anna = somebody();
        tell(anna, Map.of("email", "old@example.com", "phone", "+41441112233"), List.of());
        tell(anna, Map.of("email", "new@example.com"), List.of("phone"));

        assertThat(lookup("email", "old@example.com").status()).isEqualTo(404);
        assertThat(lookup("phone", "+41441112233").status()).isEqualTo(404);
        assertThat(lookup("email", "new@example.com").status()).isEqualTo(200);
    }

    @Test
    void ofSeveralPeopleAreAmbiguousUntilTheyAreOnePerson() {
        var anna = somebody();
        var ben = somebody();
        tell(anna, Map.of("email", "family@example.com"), List.of());
        tell(ben, Map.of("email", "family@example.com"), List.of());

        var ambiguous = lookup("email", "family@example.com");
        assertThat(ambiguous.status()).isEqualTo(409);
        assertThat(ambiguous.body().get("type").asString()).isEqualTo("urn:journey360:problem:ambiguous");
        assertThat(ambiguous
                        .body()
                        .get("people")
                        .valueStream()
                        .map(one -> one.get("person").asString()))
                .containsExactlyInAnyOrder(anna.value(), ben.value());

        append(new CustomersMerged(new MergeId("merge-2"), anna, ben, day(1)));
        assertThat(lookup("email", "family@example.com").status()).isEqualTo(200);
        tell(ben, Map.of("email", "ben@example.com"), List.of());
        assertThat(lookup("email", "family@example.com").status()).isEqualTo(404);
    }

    @Test
    void thatAreNoAddressAreRefusedWithWhere() {
        assertThat(lookup("email", "anna").body().at("/errors/0/pointer").asString())
                .isEqualTo("/email");
        assertThat(lookup("phone", "call me").body().at("/errors/0/pointer").asString())
                .isEqualTo("/phone");
        var both = post("{\"email\": \"a@b.ch\", \"phone\": \"+41791234567\"}");
        assertThat(both.status()).isEqualTo(400);
        assertThat(both.body().at("/errors/0/pointer").asString()).isEqualTo("/phone");
    }

    private static IdentityKey somebody() {
        var somebody = identity(++lastIdentity);
        analytics.append(discovered("s-" + lastIdentity, somebody, 0));
        return somebody;
    }

    /** As profile-service tells it. */
    private static void tell(IdentityKey identity, Map<String, String> traits, List<String> removed) {
        var change = "change-" + ++changes;
        var sealed = new TreeMap<String, Sealed>();
        var now = Instant.now();
        traits.forEach((name, value) -> sealed.put(
                name,
                analytics
                        .bean(Sealer.class)
                        .seal(identity, change, name, "\"" + value + "\"", SealedKind.TRAITS, now)
                        .orElseThrow()));
        var pseudonyms = analytics.bean(Pseudonyms.class);
        var email = traits.get("email");
        var phone = traits.get("phone");
        append(new TraitsChanged(
                identity,
                change,
                "profile-service",
                sealed,
                removed,
                email == null
                        ? null
                        : ContactPseudonyms.email(pseudonyms, email).orElse(null),
                phone == null
                        ? null
                        : ContactPseudonyms.phone(pseudonyms, phone).orElse(null),
                now));
    }

    private static void append(ProfileEvent event) {
        analytics.append(List.of(published("told-" + ++changes, event)));
    }

    private static JsonNode view(IdentityKey identity, String query) {
        return Objects.requireNonNull(analytics
                .http()
                .get()
                .uri("/api/v1/customers/" + identity + "/journey" + query)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private static Answer lookup(String by, String value) {
        return post("{\"%s\": \"%s\"}".formatted(by, value));
    }

    private static Answer post(String body) {
        var result = analytics
                .http()
                .post()
                .uri("/api/v1/customers/lookup")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
        return new Answer(result.getStatus().value(), Objects.requireNonNull(result.getResponseBody()));
    }
}
