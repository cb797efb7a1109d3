package io.journey360.profile.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReachedTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Reached reached = new Reached();

    @Test
    void eachIsWokenWhenItsOwnPositionIsReached() throws Exception {
        try (var threads = Executors.newCachedThreadPool()) {
            var waiting = LongStream.rangeClosed(1, 20)
                    .mapToObj(i -> threads.submit(() -> reached.await(i, LONG)))
                    .toList();
            reached.reach(7);
            reached.reach(13);
            for (var one : waiting.subList(0, 13)) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(waiting.subList(13, 20)).noneMatch(one -> one.isDone());

            reached.reach(20);
            for (var one : waiting) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void whatWasReachedIsNotWaitedFor() {
        reached.reach(5);

        assertThat(List.of(reached.await(5, Duration.ZERO), reached.await(6, Duration.ZERO)))
                .containsExactly(true, false);
    }

    @Test
    void patienceEnds() {
        assertThat(reached.await(1, Duration.ofMillis(20))).isFalse();
        reached.reach(1);
        assertThat(reached.await(1, Duration.ZERO)).isTrue();
    }
}
