package io.journey360.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TraitHistoryTest {

    private static final Instant MAY = Instant.parse("2026-05-01T10:00:00Z");
    private static final IdentityKey ANNA = IdentityKey.of(1, 1);
    private static final IdentityKey BEN = IdentityKey.of(1, 2);

    private final TraitHistory history = new TraitHistory();

    @Test
    void whatWasToldLatestHolds() {
        tell(1, ANNA, "shop", 0, List.of("name", "email"), List.of());
        tell(2, ANNA, "shop", 1, List.of("email"), List.of());

        assertThat(positions(ANNA)).containsExactly(Map.entry("email", 2L), Map.entry("name", 1L));
    }

    @Test
    void aTraitTakenAwayIsToldOfSoThatItHidesWhatWasToldBefore() {
        tell(1, BEN, "shop", 0, List.of("name"), List.of());
        tell(2, ANNA, "shop", 1, List.of(), List.of("name"));

        assertThat(history.told(List.of(ANNA, BEN)).get("name").removed()).isTrue();
        assertThat(history.told(List.of(BEN)).get("name").removed()).isFalse();
    }

    @Test
    void whatWasToldOfALaterMomentHoldsAlthoughItWasLearntEarlier() {
        tell(1, ANNA, "shop", 9, List.of("name"), List.of());
        tell(2, BEN, "import", 3, List.of("name"), List.of());

        assertThat(positions(ANNA, BEN)).containsExactly(Map.entry("name", 1L));
    }

    @Test
    void twoPeopleMergedHaveTheTraitsOfBothAndApartEachItsOwn() {
        tell(1, ANNA, "shop", 0, List.of("name"), List.of());
        tell(2, BEN, "shop", 1, List.of("name", "phone"), List.of());

        assertThat(positions(ANNA, BEN)).containsExactly(Map.entry("name", 2L), Map.entry("phone", 2L));
        assertThat(positions(ANNA)).containsExactly(Map.entry("name", 1L));
    }

    @Test
    void toldAgainNothingChanges() {
        tell(1, ANNA, "shop", 0, List.of("name"), List.of());
        tell(2, ANNA, "shop", 1, List.of(), List.of("name"));
        tell(1, ANNA, "shop", 5, List.of("name"), List.of());

        assertThat(positions(ANNA)).containsExactly(Map.entry("name", 2L));
        assertThat(history.lastChange(ANNA, "shop")).isEqualTo("change-2");
    }

    @Test
    void eachSourcesLastChangeIsKnown() {
        tell(1, ANNA, "shop", 0, List.of("name"), List.of());
        tell(2, ANNA, "desk", 0, List.of("name"), List.of());

        assertThat(history.lastChange(ANNA, "shop")).isEqualTo("change-1");
        assertThat(history.lastChange(ANNA, "desk")).isEqualTo("change-2");
        assertThat(history.lastChange(BEN, "shop")).isNull();
    }

    @Test
    void whatWasToldBeforeAHorizonIsToldNoMore() {
        tell(1, ANNA, "shop", 0, List.of("name"), List.of());
        tell(2, ANNA, "shop", 5, List.of("email"), List.of());
        tell(3, BEN, "shop", 0, List.of("name"), List.of());

        history.dropBefore(MAY.plusSeconds(5), List.of(ANNA));
        assertThat(positions(ANNA)).containsExactly(Map.entry("email", 2L));
        assertThat(positions(BEN)).containsExactly(Map.entry("name", 3L));
        assertThat(history.lastChange(ANNA, "shop")).isEqualTo("change-2");

        history.dropBefore(MAY.plusSeconds(5), List.of());
        assertThat(positions(BEN)).isEmpty();
    }

    private Map<String, Long> positions(IdentityKey... identities) {
        var positions = new TreeMap<String, Long>();
        history.told(List.of(identities)).forEach((name, told) -> positions.put(name, told.position()));
        return positions;
    }

    private void tell(
            long position, IdentityKey identity, String source, int second, List<String> names, List<String> removed) {
        var changed = new TreeMap<String, Sealed>();
        names.forEach(name -> changed.put(name, new Sealed("v1.AAAA")));
        history.apply(
                position,
                new TraitsChanged(
                        identity, "change-" + position, source, changed, removed, null, null, MAY.plusSeconds(second)));
    }
}
