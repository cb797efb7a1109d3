package io.journey360.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One thread folds while others read. */
class IdentityGraphReadersTest {

    private static final int EVENTS = 60_000;
    private static final int CUSTOMERS = 2_000;

    private record Seen(long position, IdentityKey identity, IdentityKey person, List<IdentityKey> identities) {}

    @Test
    void whatWasReadAsOfAFoldedPositionIsTrueForEver() throws Exception {
        var graph = new IdentityGraph();
        var folded = new AtomicLong();
        try (var readers = Executors.newFixedThreadPool(2)) {
            var reading = IntStream.range(0, 2)
                    .mapToObj(seed -> readers.submit((Callable<List<Seen>>) () -> read(graph, folded, seed)))
                    .toList();
            fold(graph, folded);
            for (var seen : reading) {
                assertThat(seen.get()).isNotEmpty().allSatisfy(s -> {
                    var then = graph.asOf(s.position);
                    assertThat(s.identities).isEqualTo(then.identitiesOf(s.identity));
                    assertThat(s.person).isEqualTo(then.personOf(s.identity));
                });
            }
        }
    }

    private static void fold(IdentityGraph graph, AtomicLong folded) {
        var random = new SplittableRandom(1);
        for (int i = 1; i <= EVENTS; i++) {
            var a = customer(random);
            var b = customer(random);
            var merge = new MergeId("merge-" + random.nextInt(50));
            switch (random.nextInt(10)) {
                case 0 -> graph.merge(i, merge, a, b);
                case 1 -> graph.unmerge(i, merge);
                default -> graph.link(i, a, IdentityKey.of(2, random.nextInt(2 * EVENTS)));
            }
            folded.set(i);
        }
    }

    private static List<Seen> read(IdentityGraph graph, AtomicLong folded, int seed) {
        var random = new SplittableRandom(100 + seed);
        var seen = new ArrayList<Seen>();
        while (folded.get() < EVENTS) {
            long position = folded.get();
            var persons = graph.asOf(position);
            var identity = customer(random);
            seen.add(new Seen(position, identity, persons.personOf(identity), persons.identitiesOf(identity)));
            assertThat(graph.current().identitiesOf(identity)).contains(identity);
        }
        return seen;
    }

    private static IdentityKey customer(SplittableRandom random) {
        return IdentityKey.of(1, random.nextInt(CUSTOMERS));
    }
}
