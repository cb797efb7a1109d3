package io.journey360.analytics.index;

import io.journey360.events.IdentityKey;
import io.journey360.events.Persons;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every event and link the log had at one position. Costs nothing to have; any number of threads may read it. */
public final class Snapshot {

    /** Whose events a visitor is shown together. */
    public enum By {
        PERSON,
        /** Events that carry the same (source, booking), of whichever persons: {@link Person#key(int)} tells whose each is. Others are not shown. */
        BOOKING
    }

    /** Sees persons in the order of their keys until it has enough. */
    @FunctionalInterface
    public interface Reader {

        /** @return false to see no more */
        boolean person(Person person, Columns rows, int from, int to);
    }

    private static final int LINKED_PER_PART = Joined.NUMBERS;
    private static final int CHOSEN_PER_PART = 64;

    /** Up to here persons are looked up one by one; above, all are gone through and most passed over. */
    private static final int FEW = 1 << 14;

    private final JourneyIndex index;
    private final ShardView[] shards;
    private final int linkedIdentities;
    private final long position;
    private final Joined[] joined;
    private final long heldSince;

    /** @param joined of the first linked identities, as far as they have been brought together */
    Snapshot(
            JourneyIndex index,
            ShardView[] shards,
            int linkedIdentities,
            long position,
            Joined[] joined,
            long heldSince) {
        this.index = index;
        this.shards = shards;
        this.linkedIdentities = linkedIdentities;
        this.position = position;
        this.joined = joined;
        this.heldSince = heldSince;
    }

    /** What was known at an earlier position; this snapshot for a later one. */
    public Snapshot at(long earlier) {
        return earlier >= position ? this : new Snapshot(index, shards, linkedIdentities, earlier, joined, heldSince);
    }

    public long position() {
        return position;
    }

    /** Events that occurred before this are not known here, as of whatever position; {@link Long#MIN_VALUE} where all are. */
    public long heldSince() {
        return heldSince;
    }

    public Persons persons() {
        return index.graph().asOf(position);
    }

    public Dictionary<Kind> kinds() {
        return index.kinds();
    }

    public Dictionary<Detail> details() {
        return index.details();
    }

    /** Values of the indexed attributes, in the order of {@link #attributeNames()}; an event without any has code 0. */
    public Dictionary<List<@Nullable Object>> attributes() {
        return index.attributes();
    }

    public List<String> attributeNames() {
        return index.settings().attributes();
    }

    /** Shows everybody, as {@link #scan(Query, By, People, Supplier)} does. */
    public <V extends Visitor> List<V> scan(Query query, By by, Supplier<? extends V> visitors) {
        return scan(query, by, People.ALL, visitors);
    }

    /**
     * Shows these persons as far as they have events, or the bookings among these persons' events, to as many visitors as the
     * query has threads at most, each to one of them. In no order that can be relied on. Who is asked for is shown without the
     * events from before an erasure, and who is left out is not left out with those: they are nobody's.
     *
     * @return the visitors, at least one
     */
    public <V extends Visitor> List<V> scan(Query query, By by, People people, Supplier<? extends V> visitors) {
        var told = told(people);
        var chosen = chosen(told);
        if (chosen != null) {
            return scanOnly(query, by, chosen, visitors);
        }
        boolean byPerson = by == By.PERSON;
        var leftOut = LeftOut.of(this, query, told, !byPerson);
        var apart = apart(told, leftOut);
        int linkedParts = byPerson ? (linkedIdentities + LINKED_PER_PART - 1) / LINKED_PER_PART : 0;
        int parts = shards.length + linkedParts;
        return run(query, by, visitors, parts + (apart.persons.isEmpty() ? 0 : 1), (walk, number) -> {
            if (number < shards.length) {
                walk.shard(number, !byPerson, leftOut);
                return;
            }
            if (number == parts) {
                show(walk.showing(apart.showing), by, apart.persons);
                walk.showing(Walk.Showing.ALL);
                return;
            }
            int from = (number - shards.length) * LINKED_PER_PART;
            int to = Math.min(linkedIdentities, from + LINKED_PER_PART);
            for (int linked = from; linked < to; linked++) {
                if (!leftOut.linked(linked)) {
                    walk.linked(linked);
                }
            }
        });
    }

    /**
     * Shows these persons as far as they have events, many at a time: for questions that are the same loop for everybody and do
     * not ask who they are.
     *
     * @return the visitors, at least one
     */
    public <V extends RunVisitor> List<V> scanRuns(Query query, People people, Supplier<? extends V> visitors) {
        final class Scan implements Query.Worker {
            final V visitor = visitors.get();
            final RunWalk walk = new RunWalk(Snapshot.this, query, visitor);
            final RunPart part;

            Scan(RunPart part) {
                this.part = part;
            }

            @Override
            public void part(int number) {
                part.walked(walk, number);
            }
        }
        int parts;
        RunPart part;
        var told = told(people);
        var chosen = chosen(told);
        if (chosen == null) {
            var leftOut = LeftOut.of(this, query, told, false);
            var apart = apart(told, leftOut);
            int named = shards.length + (linkedIdentities + LINKED_PER_PART - 1) / LINKED_PER_PART;
            parts = named + (apart.persons.isEmpty() ? 0 : 1);
            part = (walk, number) -> {
                if (number < shards.length) {
                    walk.shard(number, leftOut);
                } else if (number == named) {
                    walk.persons(apart.persons, apart.showing);
                } else {
                    int from = (number - shards.length) * LINKED_PER_PART;
                    int to = Math.min(linkedIdentities, from + LINKED_PER_PART);
                    if (number - shards.length < joined.length) {
                        walk.joined(joined[number - shards.length], from, to, leftOut);
                    } else {
                        walk.linked(from, to, leftOut);
                    }
                }
            };
        } else {
            parts = Math.max(1, (chosen.size() + CHOSEN_PER_PART - 1) / CHOSEN_PER_PART);
            part = (walk, number) -> walk.persons(
                    chosen.subList(
                            Math.min(chosen.size(), number * CHOSEN_PER_PART),
                            Math.min(chosen.size(), (number + 1) * CHOSEN_PER_PART)),
                    Walk.Showing.TOLD);
        }
        return query.run(parts, () -> new Scan(part)).stream()
                .map(scan -> scan.visitor)
                .toList();
    }

    @FunctionalInterface
    private interface RunPart {
        void walked(RunWalk walk, int number);
    }

    /** The persons by their canonical identities, in the order of the keys; null when there may be many. */
    private @Nullable List<IdentityKey> chosen(People people) {
        var fewest = people.demands().stream()
                .filter(People.Demand::any)
                .map(People.Demand::identities)
                .min(Comparator.comparingInt(IdentitySet::size))
                .filter(identities -> identities.size() <= FEW);
        if (fewest.isEmpty()) {
            return null;
        }
        var persons = persons();
        var chosen = new LinkedHashSet<IdentityKey>();
        for (int shard = 0; shard < shards.length; shard++) {
            fewest.get().each(shard, (high, low) -> chosen.add(personOf(high, low)));
        }
        if (people.demands().size() > 1) {
            chosen.removeIf(person -> !people.include(persons.identitiesOf(person)));
        }
        return List.copyOf(chosen);
    }

    /** Whether nothing of what was known of the identity here may be told: it was erased at this position or later. */
    boolean isUntold(IdentityKey identity) {
        return index.erasedSince(identity, position);
    }

    OptionalLong erasedUpTo(long high, long low) {
        return index.erasedUpTo(high, low);
    }

    /** The same without identities that nothing may be told of: nobody has them. */
    private People told(People people) {
        var untold = index.erased().stream().filter(this::isUntold).toList();
        return untold.isEmpty()
                ? people
                : new People(people.demands().stream()
                        .map(demand -> new People.Demand(demand.identities().without(untold), demand.any()))
                        .toList());
    }

    /** Persons of whose events only those are shown that may be told, or only those that may not. */
    private record Apart(List<IdentityKey> persons, Walk.Showing showing) {}

    /**
     * Whoever is erased and comes back is one person with what was theirs before only where everybody is looked at: asked for by
     * what they are now, the one is shown without the other, and left out by it, the other without the one.
     *
     * @param leftOut gets those who are shown in part
     */
    private Apart apart(People people, LeftOut leftOut) {
        boolean askedFor = people.demands().stream().anyMatch(People.Demand::any);
        var persons = persons();
        var apart = new LinkedHashSet<IdentityKey>();
        if (!people.demands().isEmpty()) {
            for (var identity : index.erased()) {
                var person = persons.personOf(identity);
                if (people.include(persons.identitiesOf(person)) == askedFor) {
                    apart.add(person);
                }
            }
        }
        if (askedFor && !apart.isEmpty()) {
            leftOut.leaveOut(this, IdentitySet.of(apart));
        }
        return new Apart(List.copyOf(apart), askedFor ? Walk.Showing.TOLD : Walk.Showing.UNTOLD);
    }

    private <V extends Visitor> List<V> scanOnly(
            Query query, By by, List<IdentityKey> chosen, Supplier<? extends V> visitors) {
        int parts = Math.max(1, (chosen.size() + CHOSEN_PER_PART - 1) / CHOSEN_PER_PART);
        return run(
                query,
                by,
                visitors,
                parts,
                (walk, number) -> show(
                        walk.showing(Walk.Showing.TOLD),
                        by,
                        chosen.subList(
                                Math.min(chosen.size(), number * CHOSEN_PER_PART),
                                Math.min(chosen.size(), (number + 1) * CHOSEN_PER_PART))));
    }

    private void show(Walk walk, By by, List<IdentityKey> people) {
        var persons = persons();
        for (var person : people) {
            if (by == By.PERSON) {
                show(walk, person);
            } else {
                persons.identitiesOf(person).forEach(identity -> walk.identity(identity.high(), identity.low()));
            }
        }
    }

    @FunctionalInterface
    private interface Part {
        void walked(Walk walk, int number);
    }

    private <V extends Visitor> List<V> run(Query query, By by, Supplier<? extends V> visitors, int parts, Part part) {
        boolean byPerson = by == By.PERSON;
        var shared = byPerson ? new long[0] : index.bookings().shared().clone();
        final class Scan implements Query.Worker {
            final V visitor = visitors.get();
            final @Nullable BookingVisitor bookings =
                    byPerson ? null : new BookingVisitor(visitor, shared, withAttributes());
            final Walk walk = new Walk(Snapshot.this, query, bookings == null ? visitor : bookings, !byPerson);

            @Override
            public void part(int number) {
                part.walked(walk, number);
            }
        }
        var scans = query.run(parts, Scan::new);
        BookingVisitor.showShared(
                scans.stream()
                        .map(scan -> scan.bookings)
                        .filter(Objects::nonNull)
                        .toList(),
                this);
        return scans.stream().map(scan -> scan.visitor).toList();
    }

    /** Null for an identity that is alone. */
    Links.@Nullable Membership groupOf(long high, long low) {
        int number = links().find(high, low);
        return number < 0 || number >= linkedIdentities ? null : links().at(number, position);
    }

    /** The canonical identity of the person that has this one. */
    IdentityKey personOf(long high, long low) {
        var group = groupOf(high, low);
        return group == null
                ? IdentityKey.of(high, low)
                : IdentityKey.of(links().high(group.members()[0]), links().low(group.members()[0]));
    }

    void show(Walk walk, IdentityKey person) {
        int number = links().find(person.high(), person.low());
        if (number < 0 || number >= linkedIdentities) {
            walk.identity(person.high(), person.low());
        } else {
            walk.person(number, links().at(number, position));
        }
    }

    /**
     * Shows these persons, as far as they have events, one after the other in an order that never changes, beginning after a key,
     * without events from before an erasure.
     */
    public void list(Query query, People people, @Nullable IdentityKey after, Reader reader) {
        var leftOut = LeftOut.of(this, query, told(people), false);
        boolean[] more = {true};
        var walk = new Walk(
                        this, query, (person, rows, from, to) -> more[0] = reader.person(person, rows, from, to), false)
                .showing(Walk.Showing.TOLD);
        for (int number = after == null ? 0 : JourneyIndex.shardOf(after.high()); number < shards.length; number++) {
            query.check();
            for (var person : personsOf(number, leftOut, after)) {
                show(walk, person);
                if (!more[0]) {
                    return;
                }
            }
        }
    }

    private List<IdentityKey> personsOf(int shardNumber, LeftOut leftOut, @Nullable IdentityKey after) {
        var shard = shards[shardNumber];
        var keys = new ArrayList<long[]>();
        var base = shard.base();
        for (int identity = 0; identity < base.identities; identity++) {
            if (!shard.linked(identity) && !leftOut.inBase(shardNumber, identity)) {
                add(keys, base.highs[identity], base.lows[identity], after);
            }
        }
        for (int identity = 0; identity < shard.deltaIdentities(); identity++) {
            long high = shard.delta().high(identity);
            long low = shard.delta().low(identity);
            int linked = links().find(high, low);
            if (shard.deltaBaseIndexes()[identity] < 0
                    && (linked < 0 || linked >= linkedIdentities)
                    && !leftOut.inDelta(shardNumber, identity)) {
                add(keys, high, low, after);
            }
        }
        for (int i = 0; i < shard.linkedCount(); i++) {
            int number = shard.linkedNumbers()[i];
            var group = links().at(number, position);
            if ((group == null || group.members()[0] == number) && !leftOut.linked(number)) {
                add(keys, links().high(number), links().low(number), after);
            }
        }
        keys.sort((a, b) -> compare(a[0], a[1], b[0], b[1]));
        return keys.stream().map(key -> IdentityKey.of(key[0], key[1])).toList();
    }

    private static void add(List<long[]> keys, long high, long low, @Nullable IdentityKey after) {
        if (after == null || compare(high, low, after.high(), after.low()) > 0) {
            keys.add(new long[] {high, low});
        }
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int byHigh = Long.compareUnsigned(high, otherHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
    }

    ShardView shard(int number) {
        return shards[number];
    }

    Links links() {
        return index.links();
    }

    int linkedIdentities() {
        return linkedIdentities;
    }

    boolean withAttributes() {
        return !attributeNames().isEmpty();
    }
}
