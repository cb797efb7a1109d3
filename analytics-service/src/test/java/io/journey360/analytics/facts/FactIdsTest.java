package io.journey360.analytics.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.IdentityKey;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FactIdsTest {

    private static final IdentityKey LEWIS = new IdentityKey("id-aaaaaaaaaaaaaaaaaaaaaaaaaa");

    @Test
    void sortAsTimeDoesBefore1970Too() {
        var inOrder = Stream.of(
                        Instant.MIN,
                        Instant.parse("0001-01-01T00:00:00Z"),
                        Instant.parse("1969-12-31T23:59:59.999Z"),
                        Instant.EPOCH,
                        Instant.parse("2026-05-01T10:00:00Z"),
                        Instant.parse("2026-05-01T10:00:00.001Z"),
                        Instant.MAX)
                .map(time -> FactIds.of(LEWIS, time, "k"))
                .toList();

        assertThat(inOrder).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void lieBetweenTheBoundsOfTheirIdentityAndNoOther() {
        var other = new IdentityKey("id-aaaaaaaaaaaaaaaaaaaaaaaaae");
        var id = FactIds.of(LEWIS, Instant.EPOCH, "zzz");

        assertThat(id).isBetween(FactIds.start(LEWIS), FactIds.end(LEWIS));
        assertThat(FactIds.end(LEWIS)).isLessThan(FactIds.start(other));
        assertThat(FactIds.key(id)).isEqualTo("zzz");
    }
}
