package io.journey360.profile.domain;

import static io.journey360.profile.domain.ProfileRejected.Reason.TRAITS_CHANGED_MEANWHILE;

import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import io.journey360.events.TraitsChanged;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraitsTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final IdentityKey ANNA = IdentityKey.of(1, 1);
    private static final Map<String, Sealed> EMAIL = Map.of("email", new Sealed("v1.AAAA"));

    private final FixtureConfiguration<Traits> fixture =
            new AggregateTestFixture<>(Traits.class).registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void areToldOfAnIdentity() {
        fixture.givenNoPriorActivity().when(change("one", null)).expectEvents(changed("one", NOW));
    }

    @Test
    void areChangedByWhoKnowsWhatHolds() {
        fixture.given(changed("one", NOW)).when(change("two", "one")).expectEvents(changed("two", NOW));
    }

    @Test
    void areNotChangedByWhoDoesNot() {
        fixture.given(changed("one", NOW), changed("two", NOW))
                .when(change("three", "one"))
                .expectNoEvents()
                .expectException(ProfileRejected.class)
                .expectExceptionDetails(TRAITS_CHANGED_MEANWHILE);
    }

    @Test
    void areNotToldAnewByWhoKnowsOfNone() {
        fixture.given(changed("one", NOW))
                .when(change("two", null))
                .expectNoEvents()
                .expectExceptionDetails(TRAITS_CHANGED_MEANWHILE);
    }

    @Test
    void areNeverOlderThanBeforeThoughTheClockWasSetBack() {
        fixture.given(changed("one", NOW.plusSeconds(60)))
                .when(change("two", "one"))
                .expectEvents(changed("two", NOW.plusSeconds(60)));
    }

    private static ChangeTraits change(String change, @Nullable String basedOn) {
        return new ChangeTraits(ANNA, change, basedOn, EMAIL, List.of("name"), "pseudonym", null);
    }

    private static TraitsChanged changed(String change, Instant moment) {
        return new TraitsChanged(ANNA, change, "profile-service", EMAIL, List.of("name"), "pseudonym", null, moment);
    }
}
