package io.journey360.profile.personas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.journey360.events.Served;
import io.journey360.profile.Api;
import io.journey360.profile.ProfileServiceTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@ProfileServiceTest
@TestPropertySource(properties = "journey.consent.demanded=analytics")
class DemandedConsentTest {

    @Autowired
    Api api;

    @Test
    void nobodyWhoHasNotAllowedAnalyticsIsAnyPersona() {
        var ida = api.open("da-ida");
        api.told(new Served(
                api.moment(api.customer("da-ida"), null, Instant.parse("2026-05-01T10:00:00Z")),
                null,
                null,
                null,
                null));
        api.put("/api/v1/personas/da", "{'name':'Served','rule':{'event':'served'}}");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(api.get("/api/v1/personas/da")
                                .body()
                                .path("version")
                                .asInt(0))
                        .isEqualTo(1));

        var without = item(ida);
        assertThat(without.get("member").asBoolean()).isFalse();
        assertThat(without.at("/whyNot/consentMissing").asString()).isEqualTo("analytics");

        say(ida, true);
        awaitMember(ida, true);
        assertThat(item(ida).at("/history/0/allowedBy")).hasSize(1);

        say(ida, false);
        awaitMember(ida, false);
        assertThat(item(ida).at("/history/1").has("failed")).isFalse();
        assertThat(api.get("/api/v1/personas/da/people").body().get("items")).isEmpty();
    }

    private void awaitMember(String profile, boolean member) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(item(profile).get("member").asBoolean()).isEqualTo(member));
    }

    private JsonNode item(String profile) {
        return api.get(Api.PROFILES + "/" + profile + "/personas").body().at("/items/0");
    }

    private void say(String profile, boolean granted) {
        var said = api.put(
                Api.PROFILES + "/" + profile + "/consents/analytics",
                "{'granted':%s,'evidence':{'wording':'1','source':'desk'}}".formatted(granted));
        assertThat(said.status()).isEqualTo(200);
    }
}
