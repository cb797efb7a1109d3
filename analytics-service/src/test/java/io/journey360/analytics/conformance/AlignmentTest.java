package io.journey360.analytics.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlignmentTest {

    /** Journeys over a map of stages a, b, c, d of which c is optional: a letter per event. */
    @ParameterizedTest
    @CsvSource(
            value = {
                // journey, cost and worst when it has ended, cost and worst while it goes on, stages entered
                "abcd,    0, 7, 0, 4, 1 2 3 4",
                "abd,     0, 6, 0, 3, 1 2 4",
                "aabbd,   0, 8, 0, 5, 1 1 2 2 4", // events of the stage one is in stay in it
                "ab,      1, 5, 0, 2, 1 2", // d is still to come
                "ad,      1, 5, 1, 2, 1 4", // b was left out
                "d,       2, 4, 1, 1, 4",
                "abad,    1, 7, 1, 4, 1 2 0 4", // back to a
                "adb,     2, 6, 1, 3, 1 4 0",
                "bad,     2, 6, 2, 3, 2 0 4",
                "dddabd,  3, 9, 3, 6, 0 0 0 1 2 4",
            })
    void theCheapestExplanationCounts(
            String journey, int cost, int worst, int costSoFar, int worstSoFar, String entered) {
        var alignment = new Alignment(new boolean[] {false, false, true, false});
        journey.chars().forEach(c -> alignment.add(1L << c - 'a'));

        assertThat(alignment.cost(true)).isEqualTo(cost);
        assertThat(alignment.worst(true)).isEqualTo(worst);
        assertThat(alignment.cost(false)).isEqualTo(costSoFar);
        assertThat(alignment.worst(false)).isEqualTo(worstSoFar);
        alignment.trace(true);
        assertThat(IntStream.range(0, journey.length())
                        .mapToObj(event -> String.valueOf(alignment.stageOf(event)))
                        .toList())
                .isEqualTo(List.of(entered.split(" ")));
    }

    /** The value after each event is the one that a journey which had only come so far would be given. */
    @Test
    void afterEachEventOfRandomJourneysItIsWhatTryingAllAlignmentsFinds() {
        var random = new Random(360);
        int deviating = 0;
        for (int journey = 0; journey < 4_000; journey++) {
            var optional = new boolean[1 + random.nextInt(4)];
            for (int stage = 0; stage < optional.length; stage++) {
                optional[stage] = random.nextInt(3) == 0;
            }
            var alignment = new Alignment(optional);
            var events = new ArrayList<Set<Integer>>();
            for (int event = 0; event < random.nextInt(8); event++) {
                var fits = new TreeSet<Integer>(Set.of(random.nextInt(optional.length)));
                if (random.nextInt(3) == 0) {
                    fits.add(random.nextInt(optional.length));
                }
                events.add(fits);
                alignment.add(fits.stream().mapToLong(stage -> 1L << stage).sum());
                for (boolean ended : new boolean[] {false, true}) {
                    var naive = new NaiveAlignment(events, optional, ended);
                    var as = "%s on %s, ended %s".formatted(events, Arrays.toString(optional), ended);
                    assertThat(alignment.cost(ended)).as(as).isEqualTo(naive.cost);
                    assertThat(alignment.worst(ended)).as(as).isEqualTo(naive.worst);
                    assertThat(Alignment.fitness(alignment.cost(ended), alignment.worst(ended)))
                            .as(as)
                            .isCloseTo(naive.fitness(), within(1e-12))
                            .isBetween(0.0, 1.0);
                    alignment.trace(ended);
                    assertThat(entries(alignment, optional.length)).as(as).isEqualTo(naive.entries);
                    deviating += naive.cost > 0 ? 1 : 0;
                }
            }
        }
        assertThat(deviating).isGreaterThan(5_000);
    }

    @Test
    void anAlignmentBegunAnewForgetsTheOneBefore() {
        var alignment = new Alignment(new boolean[] {false, false});
        alignment.add(2);
        alignment.add(1);
        alignment.begin();
        alignment.add(1);

        assertThat(alignment.cost(false)).isZero();
        assertThat(alignment.cost(true)).isEqualTo(1);
        assertThat(alignment.events()).isEqualTo(1);
    }

    private static int[] entries(Alignment alignment, int stages) {
        var entries = new int[stages];
        Arrays.fill(entries, -1);
        for (int event = alignment.events() - 1; event >= 0; event--) {
            if (alignment.stageOf(event) > 0) {
                entries[alignment.stageOf(event) - 1] = event;
            }
        }
        return entries;
    }
}
