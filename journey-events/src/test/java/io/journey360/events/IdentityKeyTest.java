package io.journey360.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityKeyTest {

    @Property
    void isTheSameThingAsItsBits(@ForAll long high, @ForAll long low) {
        var key = IdentityKey.of(high, low);

        assertThat(key.high()).isEqualTo(high);
        assertThat(key.low()).isEqualTo(low);
        assertThat(new IdentityKey(key.value())).isEqualTo(key);
    }

    @Property
    void bitsAreOrderedAsTheirTexts(
            @ForAll long high, @ForAll long low, @ForAll long otherHigh, @ForAll long otherLow) {
        sameOrder(high, low, otherHigh, otherLow);
        sameOrder(high, low, high, otherLow);
        sameOrder(high, low, high ^ 1, low);
        sameOrder(high, low, high, low);
    }

    private static void sameOrder(long high, long low, long otherHigh, long otherLow) {
        assertThat(IdentityKey.compare(high, low, otherHigh, otherLow))
                .isEqualTo(Integer.signum(IdentityKey.of(high, low).compareTo(IdentityKey.of(otherHigh, otherLow))));
    }

    @Test
    void isBase32AsRfc4648HasIt() {
        assertThat(IdentityKey.of(0x0123456789abcdefL, 0xfedcba9876543210L))
                .hasToString("id-aerukz4jvpg677w4xkmhmvbsca");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "id-",
                "id-aaaaaaaaaaaaaaaaaaaaaaaaa",
                "id-aaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "id-aaaaaaaaaaaaaaaaaaaaaaaaab",
                "id-aaaaaaaaaaaaa1aaaaaaaaaaaa",
                "id-AAAAAAAAAAAAAAAAAAAAAAAAAA",
                "ID-aaaaaaaaaaaaaaaaaaaaaaaaaa",
                "id-aaaaaaaaaaaaaaaaaaaaaaaaaa\n"
            })
    void refusesWhatIsNone(String text) {
        assertThat(IdentityKey.isWellFormed(text)).isFalse();
        assertThatThrownBy(() -> new IdentityKey(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
