package io.journey360.profile.export;

import static io.journey360.profile.Api.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.Moment;
import io.journey360.events.PublishedEvent;
import io.journey360.events.Retracted;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.KeyShredder;
import io.journey360.platform.sealing.SealedKind;
import io.journey360.platform.sealing.Sealer;
import io.journey360.profile.Api;
import io.journey360.profile.ProfileServiceTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ProfileServiceTest
@ExtendWith(OutputCaptureExtension.class)
class ExportTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final String SOURCE = "shop";

    @Autowired
    Api api;

    @Autowired
    JourneyLog log;

    @Autowired
    Sealer sealer;

    @Autowired
    KeyShredder shredder;

    @Autowired
    WebTestClient http;

    private final String name = UUID.randomUUID().toString();

    @Test
    void hasEveryEventThatNamesAnyOfThePersonsIdentitiesAndNoOther() {
        var anna = api.customer("anna " + name);
        var ben = api.customer("ben " + name);
        var phone = api.anonymous("phone " + name);
        var other = api.customer("other " + name);
        var expected = List.of(
                appended("1", new Interacted(moment("1", null, phone), "looked")),
                appended("2", new Interacted(moment("2", anna, phone), "bought")),
                appended("3", new Interacted(moment("3", ben, null), "called")));
        appended("4", new Interacted(moment("4", other, null), "called"));
        var merged = api.post(PROFILES + "/" + anna + "/merges", "{'with':'%s'}".formatted(ben));
        assertThat(merged.status()).isEqualTo(201);
        assertThat(api.call(
                                HttpMethod.PUT,
                                PROFILES + "/" + phone + "/consents/marketing",
                                "{'granted':true,'evidence':{'wording':'w-1','source':'desk'}}")
                        .status())
                .isBetween(200, 201);

        for (var id : List.of(anna, ben, phone)) {
            var export = export(id);
            assertThat(export.get("identities")
                            .valueStream()
                            .map(i -> i.get("identity").asString()))
                    .containsExactlyInAnyOrder(anna.value(), ben.value(), phone.value());
            assertThat(export.get("events").valueStream().map(e -> e.get("id").asString()))
                    .containsAll(expected);
            assertThat(export.get("events")
                            .valueStream()
                            .map(e -> e.get("event").asString()))
                    .containsExactlyInAnyOrder(
                            "Interacted", "Interacted", "Interacted", "CustomersMerged", "ConsentGranted");
            assertThat(export.get("consents")).hasSize(1);
            assertThat(export.get("links")).hasSize(2);
            assertThat(export.get("counts").get("events").asInt()).isEqualTo(5);
            assertThat(export.toString()).doesNotContain(other.value());
        }
    }

    @Test
    void hasWhatTookAnEventBackEvenIfItCameFirst() {
        var anna = api.customer("anna " + name);
        appended("r-1", new Retracted(SOURCE, "r-1-" + name, "1-" + name, NOON));
        appended("1", new Interacted(moment("1", anna, null), "looked"));
        appended("r-2", new Retracted(SOURCE, "r-2-" + name, "of somebody else", NOON));

        assertThat(export(anna)
                        .get("events")
                        .valueStream()
                        .map(e -> e.get("event").asString()))
                .containsExactly("Interacted", "Retracted");
    }

    @Test
    void opensWhatIsSealedAndSaysWhatNobodyCanReadAnyMore() {
        var anna = api.customer("anna " + name);
        var ben = api.customer("ben " + name);
        reviewed("1", anna, "Anna was <happy> & said so");
        reviewed("2", ben, "Ben was not");

        var export = export(anna);
        var review = export.get("events").get(0);
        assertThat(review.get("payload").get("text").asString()).isEqualTo("Anna was <happy> & said so");
        assertThat(review.get("opened").get(0).asString()).isEqualTo("/text");
        assertThat(export.toString()).doesNotContain("v1.");
        assertThat(page(anna)).contains("Anna was &lt;happy&gt; &amp; said so").doesNotContain("Ben was");

        shredder.destroy(Set.of(ben), Instant.now());
        var gone = export(ben);
        assertThat(gone.get("events").get(0).get("payload").get("text").isNull())
                .isTrue();
        assertThat(gone.get("events").get(0).get("unreadable").get(0).asString())
                .isEqualTo("/text");
        assertThat(gone.get("counts").get("unreadable").asInt()).isOne();
        assertThat(page(ben)).contains("can no longer be read").doesNotContain("Ben was not");
    }

    @Test
    void isAPageThatNeedsNothingElseAndRunsNothing() {
        var anna = api.customer("anna " + name);
        appended("1", new Interacted(moment("1", anna, null), "<script>alert(1)</script>"));

        var answer = http.get()
                .uri(PROFILES + "/" + anna + "/export")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_HTML)
                .expectHeader()
                .valueMatches("Content-Security-Policy", "default-src 'none'; style-src 'sha256-[^']+'.*")
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(answer)
                .startsWith("<!DOCTYPE html>")
                .endsWith("</body></html>\n")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("1 May 2026, 12:00:00")
                .contains("These are all 1 events")
                .doesNotContain("<script")
                .doesNotContain("src=")
                .doesNotContain("href=");
    }

    @Test
    void leavesATrace(CapturedOutput output) {
        var anna = api.customer("anna " + name);
        appended("1", new Interacted(moment("1", anna, null), "looked"));

        http.get()
                .uri(PROFILES + "/" + anna + "/export")
                .header("X-Journey-Caller", "the officer")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(output.getAll()).contains("the officer exported what is held of " + anna);
    }

    @Test
    void ofNobodyIsUnknown() {
        assertThat(api.get(PROFILES + "/" + api.customer("nobody " + name) + "/export")
                        .status())
                .isEqualTo(404);
        assertThat(api.get(PROFILES + "/x/export").status()).isEqualTo(404);
    }

    private JsonNode export(IdentityKey id) {
        var body = http.get()
                .uri(PROFILES + "/" + id + "/export")
                .accept(MediaType.APPLICATION_JSON)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return JsonMapper.shared().readTree(body);
    }

    private String page(IdentityKey id) {
        return http.get()
                .uri(PROFILES + "/" + id + "/export")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    private void reviewed(String id, IdentityKey customer, String text) {
        var key = EventKeys.key(SOURCE, id + "-" + name);
        var sealed = sealer.seal(customer, key, "text", text, SealedKind.REVIEWED, NOON)
                .orElseThrow();
        appended(id, new Reviewed(moment(id, customer, null), "nps", 9, new Scale(0, 10)).withText(sealed));
    }

    private Moment moment(String id, IdentityKey customer, IdentityKey anonymous) {
        return new Moment(
                customer, anonymous, NOON, SOURCE, id + "-" + name, null, null, null, null, null, null, Map.of());
    }

    private String appended(String id, PublishedEvent event) {
        var key = EventKeys.key(SOURCE, id + "-" + name);
        log.append(List.of(new GenericDomainEventMessage<>(
                "Collected", "event-" + key, 0, event, MetaData.emptyInstance(), key, Instant.now())));
        return key;
    }
}
