package io.journey360.analytics.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.journey360.events.CustomersMerged;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.MergeId;
import io.journey360.events.MergeUndone;
import io.journey360.events.Moment;
import io.journey360.events.ProfileEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JourneyIndexTest {

    private static final IndexSettings ROOMY = new IndexSettings(List.of("campaign"), Long.MAX_VALUE);

    /** So many that not each of them is looked for. */
    private static final Set<IdentityKey> STRANGERS = IntStream.range(1_000_000, 1_020_000)
            .mapToObj(JourneyIndexTest::key)
            .collect(Collectors.toSet());

    private final QueryPool pool = new QueryPool(2, 2, Duration.ofSeconds(30));

    @AfterEach
    void close() {
        pool.close();
    }

    /** What the log says at one position. */
    private sealed interface Entry {
        record Happened(JourneyEvent event, String key) implements Entry {}

        record Linked(ProfileEvent event) implements Entry {}

        record TakenBack(String key, IdentityKey identity, long occurredAtMillis) implements Entry {}
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void showsEveryPersonAsOfEveryPositionWhetherFedOrLoaded(long seed) {
        var random = new Random(seed);
        var log = randomLog(random, 400 + random.nextInt(4000), 1 + random.nextInt(200));
        var fed = new JourneyIndex(ROOMY);
        feed(fed, log, 0, random);
        var loaded = new JourneyIndex(ROOMY);
        int known = random.nextInt(log.size());
        load(loaded, log, known, random);
        feed(loaded, log, Math.max(0, known - 50), random); // some again

        for (int i = 0; i < 12; i++) {
            long position = i == 0 ? log.size() : random.nextInt(log.size() + 1);
            var expected = expected(log, position);
            assertThat(shown(fed.snapshot(position))).isEqualTo(expected);
            assertThat(shown(loaded.snapshot(position))).isEqualTo(expected);
            assertThat(listed(loaded.snapshot(position))).isEqualTo(expected);
            var some = randomDemands(random);
            var people = some.people();
            var chosen = chosen(expected, some, log, position);
            assertThat(shown(fed.snapshot(position), people)).isEqualTo(chosen);
            assertThat(shown(loaded.snapshot(position), people)).isEqualTo(chosen);
            assertThat(listed(fed.snapshot(position), people)).isEqualTo(chosen);
            for (var demands : List.of(new Demands(List.of()), some)) {
                var whose = demands.people();
                var lives = lives(chosen(expected, demands, log, position), log);
                assertThat(shownInRuns(fed.snapshot(position), whose)).isEqualTo(lives);
                assertThat(shownInRuns(loaded.snapshot(position), whose)).isEqualTo(lives);
                var bookings = bookings(chosen(expected, demands, log, position), log);
                assertThat(shownByBooking(fed.snapshot(position), whose)).isEqualTo(bookings);
                assertThat(shownByBooking(loaded.snapshot(position), whose)).isEqualTo(bookings);
            }
        }
        assertThat(fed.figures().events()).isEqualTo(loaded.figures().events());
        assertThat(fed.figures().people()).isEqualTo(loaded.figures().people()).isEqualTo(peopleEver(log));
        assertThat(fed.figures().identities()).isEqualTo(loaded.figures().identities());
    }

    @Test
    void anUnpublishedEventIsNotSeen() {
        var index = new JourneyIndex(ROOMY);
        index.add(interacted(key(1), null, 5, "a"), "e1", 1);
        index.publish(1);
        var before = index.snapshot();
        index.add(interacted(key(1), key(2), 6, "b"), "e2", 2);

        assertThat(shown(index.snapshot())).isEqualTo(Map.of(key(1), List.of(1L)));
        index.publish(2);
        assertThat(shown(before)).isEqualTo(Map.of(key(1), List.of(1L)));
        assertThat(shown(index.snapshot())).isEqualTo(Map.of(key(1), List.of(1L, 2L)));
    }

    @Test
    void stopsAtItsMemoryLimitAndKeepsWhatItHas() {
        var index = new JourneyIndex(new IndexSettings(List.of(), 4 << 20));

        assertThatThrownBy(() -> {
                    for (int i = 1; ; i++) {
                        index.add(interacted(key(i), null, i, "a"), "e" + i, i);
                    }
                })
                .isInstanceOf(IndexFull.class);
        index.publish(1_000_000);

        assertThat(index.figures().full()).isTrue();
        assertThat(index.figures().indexBytes()).isBetween(4L << 20, 6L << 20);
        assertThat((long) shown(index.snapshot()).size())
                .isEqualTo(index.figures().people());
    }

    @Test
    void countsItsBytes() {
        var index = new JourneyIndex(new IndexSettings(List.of(), Long.MAX_VALUE));
        index.beginLoad();
        var random = new Random(1);
        for (int i = 1; i <= 200_000; i++) {
            index.add(
                    interacted(IdentityKey.of(random.nextInt(60_000) * 0x9E3779B97F4A7C15L, 7), null, i, "a"),
                    "e" + i,
                    i);
        }
        index.endLoad();
        index.publish(200_000);

        // Two longs and four ints an event, and an identity with its two longs, offset and share of the directory.
        assertThat(index.figures().bytesPerEvent()).isBetween(32.0, 45.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lateEventsAndOldOnesGoBehindTheHorizonAllAtOnce(long seed) {
        var random = new Random(seed);
        long day = Duration.ofDays(1).toMillis();
        var log = randomLog(random, 6_000, 120);
        var index = new JourneyIndex(new IndexSettings(List.of("campaign"), Long.MAX_VALUE, Period.ofDays(10)));
        load(index, log, 4_000, random);
        assertThat(index.heldSince()).isEqualTo(Long.MIN_VALUE);

        // Events occurred at up to 50 ms since 1970: all of the first day are kept or none.
        index.recorded(10 * day + 5);
        feedWithout(index, log, 4_000, 5_000);
        assertThat(index.heldSince()).isZero();
        assertThat(shown(index.snapshot())).isEqualTo(expected(log, 5_000));

        index.recorded(11 * day + 5);
        feedWithout(index, log, 5_000, 5_500);
        long position = 6_000;
        index.add(interacted(key(1), null, day - 1, "late"), "late", ++position);
        index.add(interacted(key(1), key(1001), day, "kept"), "kept", ++position);
        index.publish(position);
        assertThat(index.heldSince()).isEqualTo(day);
        assertThat(shown(index.snapshot()).values()).containsExactly(List.of(position));
        assertThat(shown(index.snapshot(5_500))).isEmpty();
        assertThat(index.figures().events()).isEqualTo(1);
        assertThat(index.figures().people()).isEqualTo(1);
        assertThat(index.figures().identities()).isEqualTo(1);
    }

    /** @param identities empty for everybody */
    private record Drop(int after, long beforeMillis, Set<IdentityKey> identities) {

        boolean covers(Entry entry) {
            return entry instanceof Entry.Happened happened
                    && happened.event().moment().occurredAt().toEpochMilli() < beforeMillis
                    && (identities.isEmpty()
                            || identities.contains(happened.event().moment().identity()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsDroppedIsInNoSnapshotAndEverybodyStaysWhoTheyWere(long seed) {
        var random = new Random(seed);
        var log = randomLog(random, 400 + random.nextInt(4000), 1 + random.nextInt(200));
        var drops = new ArrayList<Drop>();
        for (int i = 0; i < 6; i++) {
            drops.add(new Drop(
                    random.nextInt(log.size()),
                    random.nextInt(i % 2 == 0 ? 15 : 50),
                    i % 2 == 0 ? Set.of() : randomKeys(random, 1 + random.nextInt(30))));
        }
        var index = new JourneyIndex(ROOMY);
        load(index, log.subList(0, 100), 100, random);
        feedDropping(index, log, 100, drops, false, random);
        var without = new JourneyIndex(ROOMY);
        feedDropping(without, log, 0, drops, true, random);

        for (int i = 0; i < 12; i++) {
            long position = i == 0 ? log.size() : random.nextInt(log.size() + 1);
            var expected = expected(log, position);
            expected.values()
                    .forEach(positions -> positions.removeIf(at ->
                            drops.stream().anyMatch(drop -> drop.covers(log.get((int) (at - 1))))));
            expected.values().removeIf(List::isEmpty);
            var some = randomDemands(random);
            assertThat(shown(index.snapshot(position))).isEqualTo(expected);
            assertThat(listed(index.snapshot(position))).isEqualTo(expected);
            for (var demands : List.of(new Demands(List.of()), some)) {
                var whose = demands.people();
                var chosen = chosen(expected, demands, log, position);
                assertThat(shown(index.snapshot(position), whose)).isEqualTo(chosen);
                assertThat(shownInRuns(index.snapshot(position), whose)).isEqualTo(lives(chosen, log));
                assertThat(shownByBooking(index.snapshot(position), whose)).isEqualTo(bookings(chosen, log));
            }
        }
        assertThat(index.figures().events()).isEqualTo(without.figures().events());
        assertThat(index.figures().people()).isEqualTo(without.figures().people());
        assertThat(index.figures().identities()).isEqualTo(without.figures().identities());
    }

    /** @param never whether what is ever dropped is not even added */
    private static void feedDropping(
            JourneyIndex index, List<Entry> log, int from, List<Drop> drops, boolean never, Random random) {
        for (int i = from; i < log.size(); i++) {
            int at = i;
            var due = drops.stream().filter(drop -> never || drop.after < at).toList();
            switch (log.get(i)) {
                case Entry.Happened e -> {
                    if (due.stream().anyMatch(drop -> drop.covers(e))) {
                        index.pass(e.event(), i + 1);
                    } else {
                        index.add(e.event(), e.key(), i + 1);
                    }
                }
                case Entry.Linked e -> index.link(e.event(), i + 1);
                case Entry.TakenBack e -> index.retract(e.key(), e.identity(), e.occurredAtMillis(), i + 1);
            }
            drops.stream()
                    .filter(drop -> drop.after == at || at == from && drop.after < from)
                    .forEach(drop -> index.drop(
                            Set.of(JourneyEventType.INTERACTED),
                            Instant.ofEpochMilli(drop.beforeMillis),
                            drop.identities));
            if (random.nextInt(50) == 0) {
                index.publish(i + 1);
            }
        }
        index.publish(log.size());
    }

    private static void feedWithout(JourneyIndex index, List<Entry> log, int from, int to) {
        for (int i = from; i < to; i++) {
            switch (log.get(i)) {
                case Entry.Happened e -> index.add(e.event(), e.key(), i + 1);
                case Entry.Linked e -> index.link(e.event(), i + 1);
                case Entry.TakenBack e -> index.retract(e.key(), e.identity(), e.occurredAtMillis(), i + 1);
            }
        }
        index.publish(to);
    }

    @Test
    void aQueryPastItsTimeStops() {
        try (var hurried = new QueryPool(1, 1, Duration.ofMillis(1));
                var query = hurried.begin()) {
            var index = new JourneyIndex(ROOMY);
            for (int i = 1; i < 100; i++) {
                index.add(interacted(key(i), null, i, "a"), "e" + i, i);
            }
            index.publish(100);
            assertThatThrownBy(() -> index.snapshot().scan(query, Snapshot.By.PERSON, () -> (p, rows, from, to) -> {
                        try {
                            Thread.sleep(5);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }))
                    .isInstanceOfSatisfying(
                            QueryStopped.class, e -> assertThat(e.reason()).isEqualTo(QueryStopped.Reason.DEADLINE));
        }
    }

    @Test
    void onlyAsManyQueriesAsAllowedRunAtATime() {
        try (var narrow = new QueryPool(1, 1, Duration.ofMillis(20));
                var running = narrow.begin()) {
            assertThat(running).isNotNull();
            assertThatThrownBy(narrow::begin)
                    .isInstanceOfSatisfying(
                            QueryStopped.class, e -> assertThat(e.reason()).isEqualTo(QueryStopped.Reason.BUSY));
        }
    }

    private static List<Entry> randomLog(Random random, int length, int customers) {
        var log = new ArrayList<Entry>();
        var merged = new ArrayList<CustomersMerged>();
        for (int position = 1; position <= length; position++) {
            int dice = random.nextInt(100);
            if (dice < 3 && customers > 1) {
                var merge = new CustomersMerged(
                        new MergeId("merge-" + position),
                        key(random.nextInt(customers)),
                        key(random.nextInt(customers)),
                        Instant.EPOCH);
                merged.add(merge);
                log.add(new Entry.Linked(merge));
            } else if (dice < 5 && !merged.isEmpty()) {
                var merge = merged.remove(random.nextInt(merged.size()));
                log.add(new Entry.Linked(new MergeUndone(merge.merge(), merge.first(), merge.second(), Instant.EPOCH)));
            } else if (dice < 8 && !log.isEmpty() && log.get(random.nextInt(log.size())) instanceof Entry.Happened h) {
                log.add(new Entry.TakenBack(
                        h.key(),
                        h.event().moment().identity(),
                        h.event().moment().occurredAt().toEpochMilli()));
            } else {
                boolean known = random.nextInt(3) > 0;
                boolean device = !known || random.nextInt(10) == 0;
                log.add(new Entry.Happened(
                        interacted(
                                known ? key(random.nextInt(customers)) : null,
                                device ? key(1000 + random.nextInt(customers)) : null,
                                random.nextInt(50),
                                "a" + random.nextInt(5)),
                        "key-" + position));
            }
        }
        return log;
    }

    private static void feed(JourneyIndex index, List<Entry> log, int from, Random random) {
        for (int i = from; i < log.size(); i++) {
            add(index, log.get(i), i + 1);
            if (random.nextInt(50) == 0) {
                index.publish(i + 1);
            }
        }
        index.publish(log.size());
    }

    private static void load(JourneyIndex index, List<Entry> log, int until, Random random) {
        var positions = new ArrayList<Integer>();
        for (int i = 0; i < until; i++) {
            positions.add(i);
        }
        Collections.shuffle(positions, random);
        index.beginLoad();
        positions.forEach(i -> add(index, log.get(i), i + 1));
        index.endLoad();
        index.publish(until);
    }

    private static void add(JourneyIndex index, Entry entry, long position) {
        switch (entry) {
            case Entry.Happened e -> index.add(e.event(), e.key(), position);
            case Entry.Linked e -> index.link(e.event(), position);
            case Entry.TakenBack e ->
                assertThat(index.retract(e.key(), e.identity(), e.occurredAtMillis(), position))
                        .isTrue();
        }
    }

    /** Persons with the positions of their events in order, from the definitions. */
    private static Map<IdentityKey, List<Long>> expected(List<Entry> log, long position) {
        var graph = new IdentityGraph();
        var events = new TreeMap<Long, Entry.Happened>();
        var keys = new HashMap<String, Long>();
        for (long p = 1; p <= position; p++) {
            switch (log.get((int) p - 1)) {
                case Entry.Happened e -> {
                    events.put(p, e);
                    keys.put(e.key(), p);
                    graph.apply(p, e.event());
                }
                case Entry.Linked e -> graph.apply(p, e.event());
                case Entry.TakenBack e -> events.remove(keys.get(e.key()));
            }
        }
        var persons = new HashMap<IdentityKey, List<Long>>();
        events.forEach((p, e) -> persons.computeIfAbsent(
                        graph.current().personOf(e.event().moment().identity()), k -> new ArrayList<>())
                .add(p));
        persons.values()
                .forEach(list -> list.sort(Comparator.comparing(
                                (Long p) -> events.get(p).event().moment().occurredAt())
                        .thenComparing(p -> events.get(p).event().type())
                        .thenComparing(p -> p)));
        return persons;
    }

    /** Persons that have any of these identities, or none of them. */
    private record Demand(Set<IdentityKey> identities, boolean any) {}

    private record Demands(List<Demand> all) {

        People people() {
            var people = People.ALL;
            for (var demand : all) {
                var identities = IdentitySet.of(demand.identities);
                people = demand.any ? people.having(identities) : people.without(identities);
            }
            return people;
        }
    }

    /** Of few identities or of very many, most of which nothing is known of. */
    private static Demands randomDemands(Random random) {
        var demands = new ArrayList<Demand>();
        for (int i = random.nextInt(4); i > 0; i--) {
            boolean any = random.nextBoolean();
            var identities = randomKeys(random, random.nextInt(any ? 150 : 30));
            if (random.nextInt(3) == 0) {
                identities.addAll(STRANGERS);
            }
            demands.add(new Demand(identities, any));
        }
        return new Demands(demands);
    }

    private static Set<IdentityKey> randomKeys(Random random, int count) {
        var keys = new HashSet<IdentityKey>();
        for (int i = 0; i < count; i++) {
            keys.add(key(random.nextInt(200) + (random.nextBoolean() ? 1000 : 0)));
        }
        return keys;
    }

    private static Map<IdentityKey, List<Long>> chosen(
            Map<IdentityKey, List<Long>> persons, Demands demands, List<Entry> log, long position) {
        var graph = new IdentityGraph();
        for (long p = 1; p <= position; p++) {
            switch (log.get((int) p - 1)) {
                case Entry.Happened e -> graph.apply(p, e.event());
                case Entry.Linked e -> graph.apply(p, e.event());
                case Entry.TakenBack e -> {}
            }
        }
        var chosen = new HashMap<>(persons);
        for (var demand : demands.all) {
            var having =
                    demand.identities.stream().map(graph.current()::personOf).collect(Collectors.toSet());
            chosen.keySet().removeIf(person -> having.contains(person) != demand.any);
        }
        return chosen;
    }

    private record Row(IdentityKey person, long position) {}

    /** From persons with their events to bookings with theirs, in order. */
    private static Set<List<Row>> bookings(Map<IdentityKey, List<Long>> persons, List<Entry> log) {
        var bookings = new HashMap<String, List<Row>>();
        persons.forEach((person, positions) -> positions.forEach(position -> {
            var booking = event(log, position).moment().booking();
            if (booking != null) {
                bookings.computeIfAbsent(booking, b -> new ArrayList<>()).add(new Row(person, position));
            }
        }));
        bookings.values()
                .forEach(rows -> rows.sort(Comparator.comparing(
                                (Row row) -> event(log, row.position).moment().occurredAt())
                        .thenComparing(row -> event(log, row.position).type())
                        .thenComparing(Row::position)));
        return Set.copyOf(bookings.values());
    }

    private static JourneyEvent event(List<Entry> log, long position) {
        return ((Entry.Happened) log.get((int) position - 1)).event();
    }

    private Set<List<Row>> shownByBooking(Snapshot snapshot, People people) {
        try (var query = pool.begin()) {
            var shown = Collections.synchronizedList(new ArrayList<List<Row>>());
            snapshot.scan(query, Snapshot.By.BOOKING, people, () -> (person, rows, from, to) -> {
                var booking = new ArrayList<Row>();
                for (int row = from; row < to; row++) {
                    booking.add(new Row(person.key(row), rows.positions()[row]));
                }
                shown.add(booking);
            });
            assertThat(shown).doesNotHaveDuplicates();
            return Set.copyOf(shown);
        }
    }

    /** What there is in a person's events, one string each, with how many persons have just the same. */
    private static Map<List<String>, Integer> lives(Map<IdentityKey, List<Long>> persons, List<Entry> log) {
        var lives = new HashMap<List<String>, Integer>();
        persons.values().forEach(positions -> {
            var life = positions.stream()
                    .map(position -> event(log, position))
                    .map(event -> event.moment().occurredAt().toEpochMilli() + " " + ((Interacted) event).action() + " "
                            + event.moment().attributes().get("campaign"))
                    .toList();
            lives.merge(life, 1, Integer::sum);
        });
        return lives;
    }

    private Map<List<String>, Integer> shownInRuns(Snapshot snapshot, People people) {
        try (var query = pool.begin()) {
            var shown = new HashMap<List<String>, Integer>();
            snapshot.scanRuns(query, people, () -> run -> {
                for (int i = 0; i < run.count(); i++) {
                    int from = run.starts()[run.startsAt() + i];
                    int to = run.ends()[run.endsAt() + i];
                    int traits = run.traits()[run.traitsAt() + i];
                    var life = new ArrayList<String>();
                    boolean sameTime = false;
                    for (int row = from; row < to; row++) {
                        var attributes = Objects.requireNonNull(run.rows().attributes());
                        life.add(run.rows().times()[row] + " "
                                + snapshot.kinds()
                                        .value(run.rows().kinds()[row])
                                        .action()
                                + " "
                                + snapshot.attributes().value(attributes[row]).getFirst());
                        sameTime |= row > from
                                && run.rows().times()[row] == run.rows().times()[row - 1];
                    }
                    assertThat((traits & Run.SAME_TIME) != 0).isEqualTo(sameTime);
                    assertThat(traits & Run.TYPES).isEqualTo(1 << JourneyEventType.INTERACTED.ordinal());
                    synchronized (shown) {
                        shown.merge(life, 1, Integer::sum);
                    }
                }
            });
            return shown;
        }
    }

    private static long peopleEver(List<Entry> log) {
        var withoutRetractions = log.stream()
                .map(e -> e instanceof Entry.TakenBack
                        ? new Entry.Linked(new MergeUndone(new MergeId("merge-none"), key(0), key(1), Instant.EPOCH))
                        : e)
                .toList();
        return expected(withoutRetractions, log.size()).size();
    }

    private Map<IdentityKey, List<Long>> shown(Snapshot snapshot) {
        return shown(snapshot, People.ALL);
    }

    private Map<IdentityKey, List<Long>> shown(Snapshot snapshot, People people) {
        try (var query = pool.begin()) {
            var shown = Collections.synchronizedMap(new HashMap<IdentityKey, List<Long>>());
            snapshot.scan(query, Snapshot.By.PERSON, people, () -> (person, rows, from, to) -> {
                assertThat(person.key(to - 1)).isEqualTo(person.key());
                assertThat(shown.put(person.key(), positions(rows, from, to))).isNull();
            });
            return shown;
        }
    }

    private Map<IdentityKey, List<Long>> listed(Snapshot snapshot) {
        return listed(snapshot, People.ALL);
    }

    private Map<IdentityKey, List<Long>> listed(Snapshot snapshot, People people) {
        var listed = new HashMap<IdentityKey, List<Long>>();
        IdentityKey[] last = {null};
        int[] more = {1};
        while (more[0] > 0) {
            more[0] = 0;
            try (var query = pool.begin()) {
                snapshot.list(query, people, last[0], (person, rows, from, to) -> {
                    assertThat(listed.put(person.key(), positions(rows, from, to)))
                            .isNull();
                    last[0] = person.key();
                    return ++more[0] < 7;
                });
            }
        }
        return listed;
    }

    private static List<Long> positions(Columns rows, int from, int to) {
        var positions = new ArrayList<Long>();
        for (int row = from; row < to; row++) {
            positions.add(rows.positions()[row]);
        }
        return positions;
    }

    private static JourneyEvent interacted(
            @Nullable IdentityKey customer, @Nullable IdentityKey anonymous, long millis, String action) {
        return new Interacted(
                new Moment(
                        customer,
                        anonymous,
                        Instant.ofEpochMilli(millis),
                        "shop",
                        "id",
                        null,
                        "web",
                        null,
                        null,
                        millis % 3 == 0 ? "booking-" + millis % 30 : null,
                        null,
                        Map.of("campaign", "c" + millis % 3)),
                action);
    }

    private static IdentityKey key(int number) {
        return IdentityKey.of(number * 0x9E3779B97F4A7C15L, number);
    }
}
