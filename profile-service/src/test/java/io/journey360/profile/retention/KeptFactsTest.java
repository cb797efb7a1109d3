package io.journey360.profile.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.ConsentWithdrawn;
import io.journey360.events.ErasureId;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.Moment;
import io.journey360.events.ProfileErased;
import io.journey360.events.PublishedEvent;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionId;
import io.journey360.events.RetentionRunId;
import io.journey360.profile.domain.RetentionSteps;
import io.journey360.profile.links.FoldedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptFactsTest {

    private static final IdentityKey ANNA = IdentityKey.of(1, 1);
    private static final IdentityKey BEN = IdentityKey.of(2, 2);
    private static final IdentityKey PHONE = IdentityKey.of(3, 3);
    private static final List<String> INTERACTED = List.of("interacted");

    private final IdentityGraph graph = new IdentityGraph();
    private final KeptFacts facts = new KeptFacts();
    private long position;
    private Instant recordedAt = day(20);

    @Test
    void areThereFromTheirDayUntilItIsDropped() {
        happened(ANNA, day(3));
        happened(BEN, day(5));

        assertThat(facts.anyBefore(day(3), INTERACTED)).isFalse();
        assertThat(facts.anyBefore(day(4), INTERACTED)).isTrue();
        assertThat(facts.anyBefore(day(4), List.of("booked", "traits"))).isFalse();

        fold(due(day(4), INTERACTED));

        assertThat(facts.anyBefore(day(5), INTERACTED)).isFalse();
        assertThat(facts.anyBefore(day(6), INTERACTED)).isTrue();
    }

    @Test
    void thatArriveAfterTheirHorizonAreNotThere() {
        fold(due(day(4), INTERACTED));

        happened(ANNA, day(4).minusMillis(1));

        assertThat(facts.anyBefore(day(9), INTERACTED)).isFalse();
        happened(ANNA, day(4));
        assertThat(facts.anyBefore(day(9), INTERACTED)).isTrue();
    }

    @Test
    void ofWhoeverWithdrewMayBeOfEachDayUpToTheWithdrawalAndOneMore() {
        happened(ANNA, day(1));
        assertThat(facts.withAnyBefore(day(30))).isEmpty();

        recordedAt = day(8);
        withdrawn(ANNA, day(6));

        assertThat(facts.withAnyBefore(day(6))).isEmpty();
        assertThat(facts.withAnyBefore(day(7))).containsExactly(ANNA);
        fold(due(day(9), RetentionSteps.KINDS, ANNA));
        assertThat(facts.withAnyBefore(day(9))).isEmpty();
        assertThat(facts.withAnyBefore(day(10))).containsExactly(ANNA); // an event may have been told ahead
        fold(due(day(10), RetentionSteps.KINDS, ANNA));
        assertThat(facts.withAnyBefore(day(30))).isEmpty();
    }

    @Test
    void ofWhoeverWithdrewAreThereAgainWhenSomethingHappens() {
        recordedAt = day(6);
        withdrawn(ANNA, day(6));
        fold(due(day(10), RetentionSteps.KINDS, ANNA));

        happened(ANNA, day(9)); // too late
        happened(BEN, day(12));
        assertThat(facts.withAnyBefore(day(30))).isEmpty();
        happened(ANNA, day(15));

        assertThat(facts.withAnyBefore(day(15))).isEmpty();
        assertThat(facts.withAnyBefore(day(16))).containsExactly(ANNA);
    }

    @Test
    void areLookedAfterForWhoeverBecomesOnePersonWithSomebodyThatWithdrew() {
        recordedAt = day(6);
        withdrawn(ANNA, day(6));
        fold(due(day(10), RetentionSteps.KINDS, ANNA));

        recordedAt = day(12);
        fold(new Interacted(moment(ANNA, PHONE, day(12)), "clicked"));

        assertThat(facts.withAnyBefore(day(12))).containsExactly(PHONE);
        assertThat(facts.withAnyBefore(day(13))).containsExactlyInAnyOrder(ANNA, PHONE);
        assertThat(facts.withAnyBefore(day(30))).doesNotContain(BEN);
    }

    @Test
    void ofTheErasedAreForgotten() {
        withdrawn(ANNA, day(6));

        fold(new ProfileErased(new ErasureId("erasure-1"), List.of(ANNA), 0, day(20)));

        assertThat(facts.withAnyBefore(day(30))).isEmpty();
    }

    private static Instant day(int day) {
        return Instant.parse("2026-05-01T00:00:00Z").plusSeconds(86_400L * (day - 1));
    }

    private void happened(IdentityKey identity, Instant occurredAt) {
        fold(new Interacted(moment(identity, null, occurredAt), "clicked"));
    }

    private static Moment moment(IdentityKey customer, @Nullable IdentityKey anonymous, Instant occurredAt) {
        return new Moment(customer, anonymous, occurredAt, "shop", "e", null, null, null, null, null, null, Map.of());
    }

    private void withdrawn(IdentityKey identity, Instant moment) {
        fold(new ConsentWithdrawn(identity, "marketing", "s-1", null, "shop", null, moment));
    }

    private static RetentionDue due(Instant before, List<String> kinds, IdentityKey... identities) {
        var rule = RetentionId.named("some");
        return new RetentionDue(
                rule, new RetentionRunId("retention-run-some.1"), kinds, before, List.of(identities), before);
    }

    private void fold(PublishedEvent event) {
        var before = graph.current();
        graph.apply(++position, event);
        facts.fold(new FoldedEvent(position, recordedAt, "m-" + position, event), before, graph.current());
    }
}
