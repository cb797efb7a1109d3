package io.journey360.profile.erasures;

import static io.journey360.profile.Api.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.journey360.events.ErasureCarriedOut;
import io.journey360.events.ErasureCompleted;
import io.journey360.events.ErasureId;
import io.journey360.events.ErasureRequested;
import io.journey360.events.IdentityKey;
import io.journey360.events.ProfileErased;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.KeyShredder;
import io.journey360.platform.sealing.Opener;
import io.journey360.platform.sealing.SealedKind;
import io.journey360.platform.sealing.Sealer;
import io.journey360.profile.Api;
import io.journey360.profile.ProfileServiceTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The other services' reports are appended as they write them. */
@ProfileServiceTest
class ErasuresHttpTest {

    private static final Instant MAY = Instant.parse("2026-05-01T10:00:00Z");

    @Autowired
    Api api;

    @Autowired
    JourneyLog log;

    @Autowired
    Sealer sealer;

    @Autowired
    Opener opener;

    @Autowired
    KeyShredder keys;

    @Test
    void erasingDestroysTheKeysOfAllIdentitiesAtOnce() {
        var anna = api.open("ea-anna");
        var ben = api.open("ea-ben");
        api.collected(api.customer("ea-anna"), api.anonymous("ea-phone"));
        api.post(PROFILES + "/" + anna + "/merges", "{'with':'%s'}".formatted(ben));
        var identities = List.of(api.customer("ea-anna"), api.customer("ea-ben"), api.anonymous("ea-phone"));
        var sealed = identities.stream()
                .map(i -> sealer.seal(i, "e", "text", "secret", SealedKind.REVIEWED, MAY)
                        .orElseThrow())
                .toList();
        var other = sealer.seal(api.customer("ea-carl"), "e", "text", "secret", SealedKind.REVIEWED, MAY)
                .orElseThrow();

        var answer = api.delete(PROFILES + "/" + ben);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.location()).startsWith("/api/v1/erasures/erasure-");
        for (int i = 0; i < identities.size(); i++) {
            assertThat(opener.open(identities.get(i), "e", "text", sealed.get(i)))
                    .isEmpty();
            assertThat(keys.erasedAt(identities.get(i))).isPresent();
        }
        assertThat(opener.open(api.customer("ea-carl"), "e", "text", other)).contains("secret");
        assertThat(answer.body().at("/destroyed/keysOfIdentities").asInt()).isEqualTo(3);
        assertThat(answer.body().at("/destroyed/links").asInt()).isEqualTo(2);
        for (var id : Stream.concat(Stream.of(anna, ben), identities.stream()).toList()) {
            var gone = api.get(PROFILES + "/" + id);
            assertThat(gone.status()).isEqualTo(410);
            assertThat(gone.code()).isEqualTo("erased");
            assertThat(gone.body().get("receipt").asString()).isEqualTo(answer.location());
        }
    }

    @Test
    void theReceiptIsSignedOnceEveryServiceHasReported() {
        api.open("eb-anna");
        var location = api.delete(PROFILES + "/" + api.customer("eb-anna")).location();
        var id = location.substring(location.lastIndexOf('/') + 1);
        await().until(() -> services(location).contains("profile-service"));
        assertThat(receipt(location).get("state").asString()).isEqualTo("under-way");
        assertThat(receipt(location).has("signature")).isFalse();

        for (var service : List.of("booking-service", "touchpoint-service", "analytics-service")) {
            carriedOut(id, service);
        }

        await().until(() -> receipt(location).get("state").asString().equals("completed"));
        var receipt = receipt(location);
        assertThat(receipt.get("verified").asBoolean()).isTrue();
        assertThat(receipt.get("signature").asString()).matches("[a-z2-7]{26}");
        assertThat(services(location))
                .containsExactlyInAnyOrder(
                        "analytics-service", "booking-service", "profile-service", "touchpoint-service");
        assertThat(receipt.at("/services/1/removed/things").asInt()).isEqualTo(2);
        assertThat(Instant.parse(receipt.get("backupsHoldKeysUntil").asString()))
                .isAfter(Instant.parse(receipt.get("erasedAt").asString()));
        assertThat(receipt.get("remains").size()).isPositive();
    }

    @Test
    void aReceiptThatWasMadeOrChangedElsewhereIsNotVerified() {
        var anna = api.customer("eh-anna");
        api.collected(anna, null);
        var id = new ErasureId("erasure-forged");
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        log.append(List.of(
                new GenericDomainEventMessage<>(
                        "Erasure", id.value(), 0, new ErasureRequested(id, anna, List.of(anna), now)),
                new GenericDomainEventMessage<>("Erasure", id.value(), 1, new ProfileErased(id, List.of(anna), 0, now)),
                new GenericDomainEventMessage<>(
                        "Erasure", id.value(), 2, new ErasureCompleted(id, "a".repeat(26), now))));

        await().until(() ->
                receipt("/api/v1/erasures/" + id).path("state").asString().equals("completed"));
        assertThat(receipt("/api/v1/erasures/" + id).get("verified").asBoolean())
                .isFalse();
    }

    @Test
    void erasingTwiceGivesTheReceiptOfTheFirstTime() {
        api.open("ec-anna");
        var first = api.delete(PROFILES + "/" + api.customer("ec-anna"));
        var head = log.head();

        var second = api.delete(PROFILES + "/" + api.customer("ec-anna"));

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.location()).isEqualTo(first.location());
        assertThat(second.body().get("erasedAt")).isEqualTo(first.body().get("erasedAt"));
        assertThat(head).isLessThanOrEqualTo(log.head());
    }

    @Test
    void erasingManyTimesAtOnceIsErasingOnce() {
        api.open("eg-anna");
        var anna = api.customer("eg-anna");

        var answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> api.delete(PROFILES + "/" + anna)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).allMatch(answer -> answer.status() == 202);
        assertThat(answers.stream().map(answer -> answer.location()).distinct()).hasSize(1);
    }

    @Test
    void somethingNewBringsBackTheIdentityAndNothingElse() {
        var anna = api.customer("ed-anna");
        var phone = api.anonymous("ed-phone");
        api.collected(anna, phone);
        var first = api.delete(PROFILES + "/" + anna);
        assertThat(api.get(PROFILES + "/" + phone).status()).isEqualTo(410);

        api.collected(anna, null);

        assertThat(api.identities(anna)).containsExactly(anna.value());
        assertThat(api.person(anna).get("links").size()).isZero();
        assertThat(api.get(PROFILES + "/" + phone).status()).isEqualTo(410);
        var second = api.delete(PROFILES + "/" + anna);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.location()).isNotEqualTo(first.location());
    }

    @Test
    void aProfileOpenedAgainIsANewOne() {
        api.open("ee-anna");
        api.delete(PROFILES + "/" + api.customer("ee-anna"));

        var profile = api.open("ee-anna");

        assertThat(api.person(profile).get("profiles").get(0).asString()).isEqualTo(profile);
    }

    @Test
    void anErasureThatWasCutOffAfterTheRequestIsCarriedOut() {
        var anna = api.customer("ef-anna");
        var phone = api.anonymous("ef-phone");
        api.collected(anna, phone);
        var sealed = sealer.seal(anna, "e", "text", "secret", SealedKind.REVIEWED, MAY)
                .orElseThrow();
        var id = new ErasureId("erasure-cut-off");

        append(id.value(), "Erasure", new ErasureRequested(id, anna, List.of(anna, phone), Instant.now()));

        var location = "/api/v1/erasures/" + id;
        await().until(() -> services(location).contains("profile-service"));
        assertThat(opener.open(anna, "e", "text", sealed)).isEmpty();
        assertThat(receipt(location).at("/destroyed/links").asInt()).isEqualTo(1);
        assertThat(api.get(PROFILES + "/" + anna).status()).isEqualTo(410);
    }

    @Test
    void whoIsUnknownCannotBeErased() {
        assertThat(api.delete(PROFILES + "/" + IdentityKey.of(404, 404)).status())
                .isEqualTo(404);
        assertThat(api.delete(PROFILES + "/nonsense").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/erasures/nonsense").status()).isEqualTo(404);
    }

    private JsonNode receipt(String location) {
        var answer = api.get(location);
        return answer.status() == 200 ? answer.body() : JsonNodeFactory.instance.objectNode();
    }

    private List<String> services(String location) {
        return receipt(location)
                .path("services")
                .valueStream()
                .map(report -> report.get("service").asString())
                .toList();
    }

    private void carriedOut(String erasure, String service) {
        append(
                erasure + "-" + service,
                "ErasureByService",
                new ErasureCarriedOut(new ErasureId(erasure), service, Map.of("things", 2L), MAY));
    }

    private void append(String stream, String type, Object event) {
        log.append(List.of(new GenericDomainEventMessage<>(type, stream, 0, event)));
    }
}
