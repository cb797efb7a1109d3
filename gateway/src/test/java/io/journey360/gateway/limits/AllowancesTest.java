package io.journey360.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowancesTest {

    /** Near the end of its range, as System.nanoTime may be. */
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(3).toNanos());

    private final Allowances allowances = new Allowances(10, Duration.ofSeconds(5), nanos::get);

    @Test
    void allMayComeAtOnce() {
        for (int left = 9; left >= 0; left--) {
            var verdict = allowances.take("a");
            assertThat(verdict.allowed()).isTrue();
            assertThat(verdict.remaining()).isEqualTo(left);
        }
        var refused = allowances.take("a");
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.delay()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void oneMoreMayComeEachTenthOfTheWindow() {
        for (int i = 0; i < 10; i++) {
            allowances.take("a");
        }
        pass(Duration.ofMillis(499));
        assertThat(allowances.take("a").allowed()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(allowances.take("a").allowed()).isTrue();
        assertThat(allowances.take("a").allowed()).isFalse();
    }

    @Test
    void whatWasNotUsedDoesNotAddUp() {
        pass(Duration.ofHours(1));
        int allowed = 0;
        for (int i = 0; i < 100; i++) {
            allowed += allowances.take("a").allowed() ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(10);
    }

    @Test
    void oneCallerCostsAnotherNothing() {
        for (int i = 0; i < 11; i++) {
            allowances.take("a");
        }
        assertThat(allowances.take("b").remaining()).isEqualTo(9);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
