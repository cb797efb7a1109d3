package io.journey360.profile.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.IdentityKey;
import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IdentitySetTest {

    @Test
    void holdsWhatWasAddedAndNothingElse() {
        var random = new SplittableRandom(7);
        var set = new IdentitySet();
        var expected = new HashSet<IdentityKey>();
        for (int i = 0; i < 20_000; i++) {
            var identity = IdentityKey.of(random.nextLong(0, 3), random.nextLong(0, 10_000));
            set.add(identity);
            expected.add(identity);
        }

        for (int high = 0; high < 4; high++) {
            for (int low = 0; low < 10_100; low++) {
                var identity = IdentityKey.of(high, low);
                assertThat(set.contains(identity)).isEqualTo(expected.contains(identity));
            }
        }
    }

    @Test
    void holdsTheIdentityOfAllZeros() {
        var set = new IdentitySet();
        assertThat(set.contains(IdentityKey.of(0, 0))).isFalse();

        set.add(IdentityKey.of(0, 0));

        assertThat(set.contains(IdentityKey.of(0, 0))).isTrue();
        assertThat(set.contains(IdentityKey.of(0, 1))).isFalse();
    }
}
