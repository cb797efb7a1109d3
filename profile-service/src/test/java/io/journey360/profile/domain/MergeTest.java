package io.journey360.profile.domain;

import static io.journey360.profile.domain.ProfileRejected.Reason.ALREADY_ONE_PERSON;
import static io.journey360.profile.domain.ProfileRejected.Reason.ALREADY_UNDONE;
import static io.journey360.profile.domain.ProfileRejected.Reason.MERGE_WITH_ITSELF;
import static io.journey360.profile.domain.ProfileRejected.Reason.TOO_MANY_IDENTITIES;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.Aliased;
import io.journey360.events.CustomersMerged;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityKey;
import io.journey360.events.MergeId;
import io.journey360.events.MergeUndone;
import io.journey360.profile.domain.MergeCommand.MergeCustomers;
import io.journey360.profile.domain.MergeCommand.UndoMerge;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class MergeTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final IdentityKey ANNA = IdentityKey.of(1, 1);
    private static final IdentityKey BEN = IdentityKey.of(1, 2);
    private static final MergeId MERGE = ProfileNames.mergeOf(ANNA, BEN);

    private final IdentityGraph graph = new IdentityGraph();
    private final FixtureConfiguration<Merge> fixture = new AggregateTestFixture<>(Merge.class)
            .registerInjectableResource(graph.current())
            .registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void makesTwoCustomersOnePerson() {
        fixture.givenNoPriorActivity()
                .when(new MergeCustomers(ANNA, BEN, null))
                .expectEvents(merged())
                .expectResultMessagePayload(MERGE);
    }

    @Test
    void hasOneNameForThePairInEitherOrder() {
        assertThat(ProfileNames.mergeOf(BEN, ANNA)).isEqualTo(MERGE);
    }

    @Test
    void ofACustomerWithItselfIsRefused() {
        fixture.givenNoPriorActivity()
                .when(new MergeCustomers(ANNA, ANNA, null))
                .expectNoEvents()
                .expectException(ProfileRejected.class)
                .expectExceptionDetails(MERGE_WITH_ITSELF);
    }

    @Test
    void ofAMergedPairIsRefused() {
        fixture.given(merged())
                .when(new MergeCustomers(BEN, ANNA, null))
                .expectNoEvents()
                .expectException(ProfileRejected.class)
                .expectExceptionDetails(ALREADY_ONE_PERSON);
    }

    @Test
    void ofTwoWhomOtherMergesMadeOnePersonIsRefused() {
        var cleo = IdentityKey.of(1, 3);
        graph.merge(1, ProfileNames.mergeOf(ANNA, cleo), ANNA, cleo);
        graph.merge(2, ProfileNames.mergeOf(BEN, cleo), BEN, cleo);

        fixture.givenNoPriorActivity()
                .when(new MergeCustomers(ANNA, BEN, null))
                .expectNoEvents()
                .expectException(ProfileRejected.class)
                .expectExceptionDetails(ALREADY_ONE_PERSON);
    }

    @Test
    void isRefusedIfThePersonWouldHaveMoreThanAHundredIdentities() {
        for (int i = 0; i < 99; i++) {
            graph.link(i + 1, ANNA, IdentityKey.of(3, i));
        }

        fixture.givenNoPriorActivity()
                .when(new MergeCustomers(ANNA, BEN, null))
                .expectNoEvents()
                .expectException(ProfileRejected.class)
                .expectExceptionDetails(TOO_MANY_IDENTITIES);
    }

    @Test
    void askedForTwiceByOneRequestIsMadeOnce() {
        fixture.givenCommands(new MergeCustomers(ANNA, BEN, "request-1"))
                .when(new MergeCustomers(ANNA, BEN, "request-1"))
                .expectNoEvents()
                .expectResultMessagePayload(MERGE);
    }

    @Test
    void isUndone() {
        fixture.given(merged()).when(new UndoMerge(MERGE, ANNA, BEN)).expectEvents(undone());
    }

    @Test
    void isUndoneOnce() {
        fixture.given(merged(), undone())
                .when(new UndoMerge(MERGE, ANNA, BEN))
                .expectNoEvents()
                .expectException(ProfileRejected.class)
                .expectExceptionDetails(ALREADY_UNDONE);
    }

    @Test
    void thatWasNeverMadeCannotBeUndone() {
        fixture.givenNoPriorActivity()
                .when(new UndoMerge(MERGE, ANNA, BEN))
                .expectNoEvents()
                .expectException(ProfileRejected.class)
                .expectExceptionDetails(ALREADY_UNDONE);
    }

    @Test
    void thatAnotherSystemMadeIsUndoneHere() {
        graph.apply(1, new Aliased(MERGE, ANNA, BEN, "crm", "m-1", NOW));

        fixture.givenNoPriorActivity().when(new UndoMerge(MERGE, ANNA, BEN)).expectEvents(undone());
    }

    @Test
    void canBeMadeAgain() {
        fixture.given(merged(), undone())
                .when(new MergeCustomers(ANNA, BEN, null))
                .expectEvents(merged());
    }

    private static CustomersMerged merged() {
        return new CustomersMerged(MERGE, ANNA, BEN, NOW);
    }

    private static MergeUndone undone() {
        return new MergeUndone(MERGE, ANNA, BEN, NOW);
    }
}
