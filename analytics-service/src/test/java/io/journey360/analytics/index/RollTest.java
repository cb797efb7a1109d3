package io.journey360.analytics.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.IdentityKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollTest {

    private static final int IDENTITIES = 300;

    private record Change(int identity, boolean enters, boolean first, int position) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void knowsWhoWasInAGroupAsOfEveryPosition(long seed) {
        var random = new Random(seed);
        var roll = new Roll();
        var first = roll.group();
        var second = roll.group();
        var changes = new ArrayList<Change>();
        for (int position = 1; position <= 3_000; position++) {
            var change = new Change(random.nextInt(IDENTITIES), random.nextInt(3) > 0, random.nextBoolean(), position);
            changes.add(change);
            var group = change.first ? first : second;
            if (change.enters) {
                group.enter(key(change.identity), position);
            } else {
                group.leave(key(change.identity), position);
            }
        }
        var forgotten = random.nextInt(IDENTITIES);
        first.forget(key(forgotten));
        changes.removeIf(change -> change.identity == forgotten && change.first);

        var loaded = new Roll().group();
        var inAnyOrder = new ArrayList<>(changes);
        Collections.shuffle(inAnyOrder, random);
        inAnyOrder.stream()
                .filter(Change::first)
                .forEach(change -> loaded.load(key(change.identity), change.position, change.enters));
        loaded.endLoad();

        for (int i = 0; i < 50; i++) {
            int position = i == 0 ? 3_000 : random.nextInt(3_001);
            var ofFirst = in(changes, position, true);
            var ofSecond = in(changes, position, false);
            assertSame(first.at(position), ofFirst);
            assertSame(second.at(position), ofSecond);
            assertSame(loaded.at(position), ofFirst);
            ofFirst.addAll(ofSecond);
            assertSame(first.at(position).or(second.at(position)), ofFirst);
        }
        assertThat(roll.contains(key(IDENTITIES))).isFalse();
    }

    private static Set<Integer> in(List<Change> changes, int position, boolean first) {
        var in = new HashSet<Integer>();
        for (var change : changes) {
            if (change.position <= position && change.first == first) {
                if (change.enters) {
                    in.add(change.identity);
                } else {
                    in.remove(change.identity);
                }
            }
        }
        return in;
    }

    private static void assertSame(IdentitySet set, Set<Integer> expected) {
        assertThat(set.size()).isEqualTo(expected.size());
        for (int identity = -1; identity < IDENTITIES; identity++) {
            assertThat(set.contains(key(identity))).isEqualTo(expected.contains(identity));
        }
        var handedOver = new HashSet<IdentityKey>();
        for (int shard = 0; shard < JourneyIndex.SHARDS; shard++) {
            set.each(shard, (high, low) -> handedOver.add(IdentityKey.of(high, low)));
        }
        assertThat(handedOver).hasSize(expected.size()).allMatch(set::contains);
    }

    private static IdentityKey key(int number) {
        return IdentityKey.of(number * 0x9E3779B97F4A7C15L, number);
    }
}
