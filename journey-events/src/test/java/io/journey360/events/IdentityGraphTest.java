package io.journey360.events;

import static io.journey360.events.IdentityGraph.Outcome.Settled.ALREADY;
import static io.journey360.events.IdentityGraph.Outcome.Settled.CLAIMED;
import static io.journey360.events.IdentityGraph.Outcome.Settled.ERASED;
import static io.journey360.events.IdentityGraph.Outcome.Settled.LINKED;
import static io.journey360.events.IdentityGraph.Outcome.Settled.NONE;
import static io.journey360.events.IdentityGraph.Outcome.Settled.SHARED;
import static io.journey360.events.IdentityGraph.Outcome.Settled.TOO_MANY;
import static io.journey360.events.IdentityGraph.Outcome.Settled.UNKNOWN;
import static io.journey360.events.IdentityGraph.Outcome.Settled.UNMERGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.IdentityGraph.Outcome.Conflicted;
import io.journey360.events.Persons.Link;
import io.journey360.events.Persons.Undoing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IdentityGraphTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final IdentityKey ANNA = IdentityKey.of(1, 1);
    private static final IdentityKey BEN = IdentityKey.of(1, 2);
    private static final IdentityKey PHONE = IdentityKey.of(0, 1);
    private static final IdentityKey LAPTOP = IdentityKey.of(9, 2);
    private static final MergeId MERGE = new MergeId("merge-1");

    private final IdentityGraph graph = new IdentityGraph();

    @Test
    void whatIsToldWithoutTrustLinksTheFirstDeviceOnly() {
        assertThat(graph.apply(1, told(ANNA, PHONE, false))).isEqualTo(LINKED);
        assertThat(graph.apply(2, told(ANNA, LAPTOP, false))).isEqualTo(CLAIMED);
        assertThat(graph.current().identitiesOf(ANNA)).containsExactlyInAnyOrder(ANNA, PHONE);

        assertThat(graph.apply(3, told(ANNA, LAPTOP, true))).isEqualTo(LINKED);
        assertThat(graph.current().identitiesOf(ANNA)).containsExactlyInAnyOrder(ANNA, PHONE, LAPTOP);
    }

    @Test
    void whatIsToldWithoutTrustStillShowsThatADeviceIsShared() {
        graph.apply(1, told(ANNA, PHONE, false));
        graph.apply(2, told(BEN, LAPTOP, false));

        assertThat(graph.apply(3, told(BEN, PHONE, false))).isEqualTo(new Conflicted(PHONE, ANNA, BEN));
        assertThat(graph.current().shared(PHONE)).isTrue();
        assertThat(graph.apply(4, told(ANNA, IdentityKey.of(5, 5), false))).isEqualTo(CLAIMED);
    }

    @Test
    void erasingAPersonUndoesItsLinksAndMergesFromThenOnAndShowsThemNoMore() {
        graph.link(1, ANNA, PHONE);
        graph.link(2, BEN, LAPTOP);
        graph.merge(3, MERGE, ANNA, BEN);
        assertThat(graph.joined()).isEqualTo(3);

        assertThat(graph.apply(4, erased(ANNA, BEN, PHONE, LAPTOP))).isEqualTo(ERASED);

        assertThat(graph.joined()).isZero();
        for (var identity : List.of(ANNA, BEN, PHONE, LAPTOP)) {
            assertThat(graph.current().identitiesOf(identity)).containsExactly(identity);
            assertThat(graph.current().linksOf(identity)).isEmpty();
            assertThat(graph.asOf(3).identitiesOf(identity)).containsExactlyInAnyOrder(ANNA, BEN, PHONE, LAPTOP);
            assertThat(graph.asOf(3).linksOf(identity)).isEmpty();
        }
        assertThat(graph.current().shared(PHONE)).isFalse();
        assertThat(graph.apply(5, erased(ANNA, BEN, PHONE, LAPTOP))).isEqualTo(NONE);
    }

    @Test
    void anErasedCustomerIsLinkedAnewButNeverToAnErasedDevice() {
        var tablet = IdentityKey.of(7, 7);
        graph.link(1, ANNA, PHONE);
        graph.apply(2, erased(ANNA, PHONE));

        assertThat(graph.link(3, ANNA, PHONE)).isEqualTo(SHARED);
        assertThat(graph.link(4, BEN, PHONE)).isEqualTo(SHARED);
        assertThat(graph.link(5, ANNA, tablet)).isEqualTo(LINKED);
        assertThat(graph.current().identitiesOf(ANNA)).containsExactlyInAnyOrder(ANNA, tablet);
        assertThat(graph.merge(6, MERGE, ANNA, BEN)).isEqualTo(LINKED);
    }

    private static ProfileErased erased(IdentityKey... identities) {
        return new ProfileErased(new ErasureId("erasure-1"), List.of(identities), 0, NOON);
    }

    @Test
    void aMergeClaimsNobody() {
        graph.merge(1, MERGE, ANNA, BEN);

        assertThat(graph.apply(2, told(BEN, PHONE, false))).isEqualTo(LINKED);
    }

    @Test
    void anAliasIsAMergeThatIsUndoneLikeAnyOther() {
        assertThat(graph.apply(1, new Aliased(MERGE, ANNA, BEN, "crm", "m-1", NOON)))
                .isEqualTo(LINKED);
        assertThat(graph.current().identitiesOf(BEN)).containsExactlyInAnyOrder(ANNA, BEN);

        assertThat(graph.apply(2, new MergeUndone(MERGE, ANNA, BEN, NOON))).isEqualTo(UNMERGED);
        assertThat(graph.current().alone(BEN)).isTrue();
    }

    private static Identified told(IdentityKey customer, IdentityKey anonymous, boolean trusted) {
        return new Identified(customer, anonymous, trusted, "web", "m-1", NOON);
    }

    @Test
    void anUnlinkedIdentityIsAPersonOfItsOwn() {
        assertThat(graph.current().personOf(ANNA)).isEqualTo(ANNA);
        assertThat(graph.current().identitiesOf(ANNA)).containsExactly(ANNA);
        assertThat(graph.current().alone(ANNA)).isTrue();
        assertThat(graph.current().kindOf(ANNA)).isNull();
    }

    @Test
    void thePersonIsTheSmallestKnownIdentityEvenIfAnAnonymousOneIsSmaller() {
        graph.link(1, ANNA, PHONE);

        assertThat(graph.current().personOf(PHONE)).isEqualTo(ANNA);
        assertThat(graph.current().identitiesOf(ANNA)).containsExactly(PHONE, ANNA);
        assertThat(graph.current().kindOf(PHONE)).isEqualTo(IdentityKind.ANONYMOUS);
        assertThat(graph.current().kindOf(ANNA)).isEqualTo(IdentityKind.CUSTOMER);
        assertThat(graph.current().alone(PHONE)).isFalse();
        assertThat(graph.current().alone(ANNA)).isFalse();
    }

    @Test
    void theSameLinkAgainChangesNothing() {
        graph.link(1, ANNA, PHONE);

        assertThat(graph.link(2, ANNA, PHONE)).isEqualTo(ALREADY);
        assertThat(graph.current().history()).containsExactly(new Link(ANNA, PHONE, 1, null, null));
    }

    @Nested
    class AnAnonymousIdentitySeenWithASecondCustomer {

        @Test
        void belongsToNobodyFromThatPositionOn() {
            graph.link(1, ANNA, PHONE);

            assertThat(graph.link(5, BEN, PHONE)).isEqualTo(new Conflicted(PHONE, ANNA, BEN));
            assertThat(graph.current().personOf(PHONE)).isEqualTo(PHONE);
            assertThat(graph.current().identitiesOf(ANNA)).containsExactly(ANNA);
            assertThat(graph.current().alone(ANNA)).isTrue();
            assertThat(graph.current().shared(PHONE)).isTrue();
            assertThat(graph.asOf(4).personOf(PHONE)).isEqualTo(ANNA);
            assertThat(graph.asOf(4).identitiesOf(ANNA)).containsExactly(PHONE, ANNA);
            assertThat(graph.asOf(4).alone(ANNA)).isFalse();
            assertThat(graph.asOf(4).shared(PHONE)).isFalse();
            assertThat(graph.asOf(0).personOf(PHONE)).isEqualTo(PHONE);
        }

        @Test
        void isNeverLinkedAgain() {
            graph.link(1, ANNA, PHONE);
            graph.link(2, BEN, PHONE);

            assertThat(graph.link(3, ANNA, PHONE)).isEqualTo(SHARED);
            assertThat(graph.current().alone(PHONE)).isTrue();
        }

        @Test
        void conflictsEvenIfTheTwoAreMergedSoThatTheMergeCanBeUndone() {
            graph.merge(1, MERGE, ANNA, BEN);
            graph.link(2, ANNA, PHONE);

            assertThat(graph.link(3, BEN, PHONE)).isEqualTo(new Conflicted(PHONE, ANNA, BEN));
        }

        @Test
        void keepsTheStoryOfItsLink() {
            graph.link(1, ANNA, PHONE);
            graph.link(5, BEN, PHONE);

            var link = new Link(ANNA, PHONE, 1, null, new Undoing(5, BEN));
            assertThat(graph.current().linksOf(PHONE)).containsExactly(link);
            assertThat(graph.current().linksOf(ANNA)).containsExactly(link);
            assertThat(graph.asOf(4).linksOf(ANNA)).containsExactly(new Link(ANNA, PHONE, 1, null, null));
        }
    }

    @Nested
    class Merging {

        @Test
        void makesTwoKnownCustomersOnePersonWithAllThatIsTheirs() {
            graph.link(1, ANNA, PHONE);
            graph.link(2, BEN, LAPTOP);

            assertThat(graph.merge(3, MERGE, BEN, ANNA)).isEqualTo(LINKED);
            assertThat(graph.current().identitiesOf(LAPTOP)).containsExactly(PHONE, ANNA, BEN, LAPTOP);
            assertThat(graph.current().personOf(LAPTOP)).isEqualTo(ANNA);
            assertThat(graph.current().customerOf(LAPTOP)).isEqualTo(BEN);
            assertThat(graph.asOf(2).personOf(LAPTOP)).isEqualTo(BEN);
            assertThat(graph.joined()).isEqualTo(3);
        }

        @Test
        void isTakenBackWithNothingElseChanged() {
            graph.merge(1, MERGE, ANNA, BEN);
            graph.link(2, BEN, LAPTOP);

            assertThat(graph.unmerge(3, MERGE)).isEqualTo(UNMERGED);
            assertThat(graph.current().identitiesOf(ANNA)).containsExactly(ANNA);
            assertThat(graph.current().identitiesOf(BEN)).containsExactly(BEN, LAPTOP);
            assertThat(graph.asOf(2).identitiesOf(ANNA)).containsExactly(ANNA, BEN, LAPTOP);
            assertThat(graph.current().linksOf(ANNA))
                    .containsExactly(new Link(ANNA, BEN, 1, MERGE, new Undoing(3, null)));
            assertThat(graph.joined()).isEqualTo(1);
        }

        @Test
        void isTakenBackOnceAndCanBeDoneAgain() {
            graph.merge(1, MERGE, ANNA, BEN);
            graph.unmerge(2, MERGE);

            assertThat(graph.unmerge(3, MERGE)).isEqualTo(UNKNOWN);
            assertThat(graph.merge(4, MERGE, ANNA, BEN)).isEqualTo(LINKED);
            assertThat(graph.current().personOf(BEN)).isEqualTo(ANNA);
            assertThat(graph.asOf(3).personOf(BEN)).isEqualTo(BEN);
        }

        @Test
        void leavesThoseTogetherWhomAnotherMergeStillJoins() {
            var cleo = IdentityKey.of(1, 3);
            graph.merge(1, MERGE, ANNA, BEN);
            graph.merge(2, new MergeId("merge-2"), BEN, cleo);
            graph.merge(3, new MergeId("merge-3"), ANNA, cleo);

            graph.unmerge(4, MERGE);

            assertThat(graph.current().identitiesOf(BEN)).containsExactly(ANNA, BEN, cleo);
        }

        @Test
        void isForKnownCustomersOnly() {
            graph.link(1, ANNA, PHONE);

            assertThat(graph.merge(2, MERGE, BEN, PHONE)).isEqualTo(UNKNOWN);
            assertThat(graph.current().alone(BEN)).isTrue();
        }
    }

    @Nested
    class APersonOfAHundredIdentities {

        @Test
        void takesNoMoreAndIsFlagged() {
            linkDevices(ANNA, 0, 99);

            assertThat(graph.link(200, ANNA, PHONE)).isEqualTo(TOO_MANY);
            assertThat(graph.current().identitiesOf(ANNA)).hasSize(100);
            assertThat(graph.current().alone(PHONE)).isTrue();
            assertThat(graph.current().crowded(ANNA)).isTrue();
            assertThat(graph.asOf(199).crowded(ANNA)).isFalse();
        }

        @Test
        void isNotMergedPastTheLimit() {
            linkDevices(ANNA, 0, 60);
            linkDevices(BEN, 60, 100);

            assertThat(graph.merge(200, MERGE, ANNA, BEN)).isEqualTo(TOO_MANY);
            assertThat(graph.current().personOf(BEN)).isEqualTo(BEN);
            assertThat(graph.current().crowded(BEN)).isTrue();
            assertThat(graph.unmerge(201, MERGE)).isEqualTo(UNKNOWN);
        }

        @Test
        void leavesARefusedIdentityFreeForAnother() {
            linkDevices(ANNA, 0, 99);
            graph.link(200, ANNA, PHONE);

            assertThat(graph.link(201, BEN, PHONE)).isEqualTo(LINKED);
        }

        private void linkDevices(IdentityKey customer, int from, int to) {
            for (int i = from; i < to; i++) {
                assertThat(graph.link(i + 1, customer, IdentityKey.of(50, i))).isEqualTo(LINKED);
            }
        }
    }

    @Test
    void eventsMeanTheirLinks() {
        assertThat(graph.apply(1, new Discovered(moment(ANNA, PHONE)))).isEqualTo(LINKED);
        assertThat(graph.apply(2, new Discovered(moment(ANNA, null)))).isEqualTo(NONE);
        assertThat(graph.apply(3, new Discovered(moment(null, PHONE)))).isEqualTo(NONE);
        assertThat(graph.apply(4, new IdentityAttached(new ProfileId("profile-1"), BEN, LAPTOP, NOON)))
                .isEqualTo(LINKED);
        assertThat(graph.apply(5, new CustomersMerged(MERGE, ANNA, BEN, NOON))).isEqualTo(LINKED);
        assertThat(graph.current().identitiesOf(LAPTOP)).containsExactly(PHONE, ANNA, BEN, LAPTOP);
        assertThat(graph.apply(6, new MergeUndone(MERGE, ANNA, BEN, NOON))).isEqualTo(UNMERGED);
        assertThat(graph.apply(7, new LinkConflicted(PHONE, ANNA, BEN, 5, NOON)))
                .isEqualTo(NONE);
        assertThat(graph.apply(8, new Retracted("web-shop", "r-1", "e-1", NOON)))
                .isEqualTo(NONE);
        assertThat(graph.current().personOf(PHONE)).isEqualTo(ANNA);
    }

    private static Moment moment(@Nullable IdentityKey customer, @Nullable IdentityKey anonymous) {
        return new Moment(customer, anonymous, NOON, "web-shop", "e-1", null, null, null, null, null, null, Map.of());
    }

    @Test
    void joinedPersonsAreListedOnce() {
        var joined = new ArrayList<List<IdentityKey>>();
        graph.link(1, ANNA, PHONE);
        graph.merge(2, MERGE, ANNA, BEN);

        graph.current().forEachJoined(joined::add);

        assertThat(joined).containsExactly(List.of(PHONE, ANNA, BEN));
    }
}
