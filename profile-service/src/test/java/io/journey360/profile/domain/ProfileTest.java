package io.journey360.profile.domain;

import static io.journey360.events.IdentityKind.ANONYMOUS;
import static io.journey360.events.IdentityKind.CUSTOMER;
import static io.journey360.profile.domain.ProfileRejected.Reason.BELONGS_TO_ANOTHER;
import static io.journey360.profile.domain.ProfileRejected.Reason.NO_CUSTOMER;
import static io.journey360.profile.domain.ProfileRejected.Reason.SECOND_CUSTOMER;
import static io.journey360.profile.domain.ProfileRejected.Reason.SHARED_IDENTITY;
import static io.journey360.profile.domain.ProfileRejected.Reason.TOO_MANY_IDENTITIES;

import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityKey;
import io.journey360.events.MergeId;
import io.journey360.events.ProfileOpened;
import io.journey360.profile.domain.ProfileCommand.AttachIdentity;
import io.journey360.profile.domain.ProfileCommand.Identity;
import io.journey360.profile.domain.ProfileCommand.OpenProfile;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProfileTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final IdentityKey ANNA = IdentityKey.of(1, 1);
    private static final IdentityKey BEN = IdentityKey.of(1, 2);
    private static final IdentityKey PHONE = IdentityKey.of(2, 1);
    private static final IdentityKey LAPTOP = IdentityKey.of(2, 2);

    private final IdentityGraph graph = new IdentityGraph();
    private final FixtureConfiguration<Profile> fixture = new AggregateTestFixture<>(Profile.class)
            .registerInjectableResource(graph.current())
            .registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void isOpenedForAnIdentity() {
        fixture.givenNoPriorActivity()
                .when(new OpenProfile(customer(ANNA), List.of()))
                .expectEvents(opened(ANNA))
                .expectResultMessagePayload(true);
    }

    @Test
    void isOpenedOnce() {
        fixture.given(opened(ANNA))
                .when(new OpenProfile(customer(ANNA), List.of()))
                .expectNoEvents()
                .expectResultMessagePayload(false);
    }

    @Test
    void isOpenedWithAllItsIdentities() {
        fixture.givenNoPriorActivity()
                .when(new OpenProfile(customer(ANNA), List.of(anonymous(PHONE), anonymous(LAPTOP))))
                .expectEvents(
                        opened(ANNA),
                        new IdentityAttached(ProfileNames.of(ANNA), ANNA, PHONE, NOW),
                        new IdentityAttached(ProfileNames.of(ANNA), ANNA, LAPTOP, NOW));
    }

    @Test
    void isNotOpenedIfOneOfItsIdentitiesIsRefused() {
        graph.link(1, BEN, LAPTOP);

        fixture.givenNoPriorActivity()
                .when(new OpenProfile(customer(ANNA), List.of(anonymous(PHONE), anonymous(LAPTOP))))
                .expectNoEvents()
                .expectExceptionDetails(BELONGS_TO_ANOTHER);
    }

    @Test
    void isNotOpenedForTwoKnownCustomers() {
        fixture.givenNoPriorActivity()
                .when(new OpenProfile(customer(ANNA), List.of(customer(BEN))))
                .expectNoEvents()
                .expectExceptionDetails(SECOND_CUSTOMER);
    }

    @Test
    void isNotOpenedForMoreThanAHundredIdentities() {
        var hundred = IntStream.range(0, 100)
                .mapToObj(i -> anonymous(IdentityKey.of(3, i)))
                .toList();

        fixture.givenNoPriorActivity()
                .when(new OpenProfile(customer(ANNA), hundred))
                .expectNoEvents()
                .expectExceptionDetails(TOO_MANY_IDENTITIES);
    }

    @Nested
    class AttachingAnAnonymousIdentity {

        @Test
        void linksItToTheCustomer() {
            fixture.given(opened(ANNA))
                    .when(new AttachIdentity(customer(ANNA), anonymous(PHONE)))
                    .expectEvents(new IdentityAttached(ProfileNames.of(ANNA), ANNA, PHONE, NOW));
        }

        @Test
        void opensTheProfileOfACustomerWhoHasNone() {
            fixture.givenNoPriorActivity()
                    .when(new AttachIdentity(customer(ANNA), anonymous(PHONE)))
                    .expectEvents(opened(ANNA), new IdentityAttached(ProfileNames.of(ANNA), ANNA, PHONE, NOW));
        }

        @Test
        void thatIsTheCustomersAlreadyChangesNothing() {
            graph.link(1, ANNA, PHONE);

            fixture.given(opened(ANNA))
                    .when(new AttachIdentity(customer(ANNA), anonymous(PHONE)))
                    .expectNoEvents()
                    .expectResultMessagePayload(false);
        }

        @Test
        void thatIsTheCustomersThroughAMergeChangesNothing() {
            graph.link(1, BEN, PHONE);
            graph.merge(2, new MergeId("merge-1"), ANNA, BEN);

            fixture.given(opened(ANNA))
                    .when(new AttachIdentity(customer(ANNA), anonymous(PHONE)))
                    .expectNoEvents();
        }

        @Test
        void toAnotherAnonymousOneLinksItToThatOnesCustomer() {
            graph.link(1, ANNA, PHONE);

            fixture.given(opened(PHONE))
                    .when(new AttachIdentity(anonymous(PHONE), anonymous(LAPTOP)))
                    .expectEvents(new IdentityAttached(ProfileNames.of(PHONE), ANNA, LAPTOP, NOW));
        }

        @Test
        void toAnotherAnonymousOneIsRefusedWithoutACustomer() {
            fixture.given(opened(PHONE))
                    .when(new AttachIdentity(anonymous(PHONE), anonymous(LAPTOP)))
                    .expectNoEvents()
                    .expectException(ProfileRejected.class)
                    .expectExceptionDetails(NO_CUSTOMER);
        }

        @Test
        void thatBelongsToAnotherCustomerIsRefused() {
            graph.link(1, BEN, PHONE);

            fixture.given(opened(ANNA))
                    .when(new AttachIdentity(customer(ANNA), anonymous(PHONE)))
                    .expectNoEvents()
                    .expectException(ProfileRejected.class)
                    .expectExceptionDetails(BELONGS_TO_ANOTHER);
        }

        @Test
        void thatIsSharedIsRefused() {
            graph.link(1, ANNA, PHONE);
            graph.link(2, BEN, PHONE);

            fixture.given(opened(ANNA))
                    .when(new AttachIdentity(customer(ANNA), anonymous(PHONE)))
                    .expectNoEvents()
                    .expectException(ProfileRejected.class)
                    .expectExceptionDetails(SHARED_IDENTITY);
        }

        @Test
        void isRefusedToAPersonOfAHundredIdentities() {
            for (int i = 0; i < 99; i++) {
                graph.link(i + 1, ANNA, IdentityKey.of(3, i));
            }

            fixture.given(opened(ANNA))
                    .when(new AttachIdentity(customer(ANNA), anonymous(PHONE)))
                    .expectNoEvents()
                    .expectException(ProfileRejected.class)
                    .expectExceptionDetails(TOO_MANY_IDENTITIES);
        }

        @Test
        void thatWasRefusedLeavesNoProfileBehind() {
            graph.link(1, BEN, PHONE);

            fixture.givenNoPriorActivity()
                    .when(new AttachIdentity(customer(ANNA), anonymous(PHONE)))
                    .expectNoEvents()
                    .expectExceptionDetails(BELONGS_TO_ANOTHER);
        }
    }

    @Nested
    class AttachingAKnownCustomer {

        @Test
        void claimsAnAnonymousIdentityThatBelongsToNobody() {
            fixture.given(opened(PHONE))
                    .when(new AttachIdentity(anonymous(PHONE), customer(ANNA)))
                    .expectEvents(new IdentityAttached(ProfileNames.of(PHONE), ANNA, PHONE, NOW));
        }

        @Test
        void isRefusedToAnotherKnownCustomer() {
            fixture.given(opened(ANNA))
                    .when(new AttachIdentity(customer(ANNA), customer(BEN)))
                    .expectNoEvents()
                    .expectException(ProfileRejected.class)
                    .expectExceptionDetails(SECOND_CUSTOMER);
        }

        @Test
        void isRefusedToAnAnonymousIdentityOfAnotherCustomer() {
            graph.link(1, ANNA, PHONE);

            fixture.given(opened(PHONE))
                    .when(new AttachIdentity(anonymous(PHONE), customer(BEN)))
                    .expectNoEvents()
                    .expectException(ProfileRejected.class)
                    .expectExceptionDetails(SECOND_CUSTOMER);
        }

        @Test
        void isRefusedToASharedIdentity() {
            graph.link(1, ANNA, PHONE);
            graph.link(2, BEN, PHONE);

            fixture.given(opened(PHONE))
                    .when(new AttachIdentity(anonymous(PHONE), customer(ANNA)))
                    .expectNoEvents()
                    .expectException(ProfileRejected.class)
                    .expectExceptionDetails(SHARED_IDENTITY);
        }

        @Test
        void whoIsThePersonAlreadyChangesNothing() {
            graph.link(1, ANNA, PHONE);

            fixture.given(opened(PHONE))
                    .when(new AttachIdentity(anonymous(PHONE), customer(ANNA)))
                    .expectNoEvents()
                    .expectResultMessagePayload(false);
        }
    }

    private static Identity customer(IdentityKey key) {
        return new Identity(key, CUSTOMER);
    }

    private static Identity anonymous(IdentityKey key) {
        return new Identity(key, ANONYMOUS);
    }

    private static ProfileOpened opened(IdentityKey identity) {
        var kind = identity.high() == 1 ? CUSTOMER : ANONYMOUS;
        return new ProfileOpened(ProfileNames.of(identity), identity, kind, NOW);
    }
}
