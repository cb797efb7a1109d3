package io.journey360.profile.domain;

import io.journey360.events.ConsentGranted;
import io.journey360.events.ConsentWithdrawn;
import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import io.journey360.profile.domain.ConsentCommand.GrantConsent;
import io.journey360.profile.domain.ConsentCommand.Said;
import io.journey360.profile.domain.ConsentCommand.WithdrawConsent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsentTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final Instant BEFORE = Instant.parse("2026-04-01T10:00:00Z");
    private static final IdentityKey ANNA = IdentityKey.of(1, 1);
    private static final Sealed EVIDENCE = new Sealed("v1.AAAA");

    private final FixtureConfiguration<Consent> fixture =
            new AggregateTestFixture<>(Consent.class).registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void isGrantedWithItsEvidence() {
        fixture.givenNoPriorActivity()
                .when(new GrantConsent(said(null, "one")))
                .expectEvents(new ConsentGranted(ANNA, "analytics", "one", "2026-03", "shop", EVIDENCE, NOW))
                .expectResultMessagePayload(true);
    }

    @Test
    void isOfTheMomentItWasGivenAt() {
        fixture.givenNoPriorActivity()
                .when(new GrantConsent(said(BEFORE, "one")))
                .expectEvents(new ConsentGranted(ANNA, "analytics", "one", "2026-03", "shop", EVIDENCE, BEFORE));
    }

    @Test
    void saidAgainIsNothingNew() {
        fixture.givenCommands(new GrantConsent(said(null, "one")))
                .when(new GrantConsent(said(null, "one")))
                .expectNoEvents()
                .expectResultMessagePayload(false);
    }

    @Test
    void onOtherEvidenceIsAnotherStatement() {
        fixture.givenCommands(new GrantConsent(said(null, "one")))
                .when(new GrantConsent(said(null, "two")))
                .expectEvents(new ConsentGranted(ANNA, "analytics", "two", "2026-03", "shop", EVIDENCE, NOW));
    }

    @Test
    void isWithdrawn() {
        fixture.givenCommands(new GrantConsent(said(null, "one")))
                .when(new WithdrawConsent(said(null, "two")))
                .expectEvents(new ConsentWithdrawn(ANNA, "analytics", "two", "2026-03", "shop", EVIDENCE, NOW));
    }

    @Test
    void isWithdrawnByWhoNeverGaveIt() {
        fixture.givenNoPriorActivity()
                .when(new WithdrawConsent(said(null, "one")))
                .expectEvents(new ConsentWithdrawn(ANNA, "analytics", "one", "2026-03", "shop", EVIDENCE, NOW));
    }

    @Test
    void isGivenAgainAfterAWithdrawal() {
        fixture.givenCommands(new GrantConsent(said(null, "one")), new WithdrawConsent(said(null, "two")))
                .when(new GrantConsent(said(null, "one")))
                .expectEvents(new ConsentGranted(ANNA, "analytics", "one", "2026-03", "shop", EVIDENCE, NOW));
    }

    private static Said said(@Nullable Instant moment, String statement) {
        return new Said(ANNA, "analytics", "2026-03", "shop", moment, statement, EVIDENCE);
    }
}
