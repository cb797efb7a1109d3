package io.journey360.analytics.index;

import io.journey360.events.IdentityKey;
import io.journey360.events.Persons;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every event and link the log had at one position. Costs nothing to have; any number of threads may read it. */
public final class Snapshot {

    /** Whose events a visitor is shown together. */
    public enum By {
        PERSON,
        /** Events that carry the same (source, booking), of whichever persons: the visitor's person means nothing then. Others are not shown. */
        BOOKING
    }

    /** Sees persons in the order of their keys until it has enough. */
    @FunctionalInterface
    public interface Reader {

        /** @return false to see no more */
        boolean person(Person person, Columns rows, int from, int to);
    }

    private static final int LINKED_PER_PART = 4096;

    private final JourneyIndex index;
    private final ShardView[] shards;
    private final int linkedIdentities;
    private final long position;

    Snapshot(JourneyIndex index, ShardView[] shards, int linkedIdentities, long position) {
        this.index = index;
        this.shards = shards;
        this.linkedIdentities = linkedIdentities;
        this.position = position;
    }

    /** What was known at an earlier position; this snapshot for a later one. */
    public Snapshot at(long earlier) {
        return earlier >= position ? this : new Snapshot(index, shards, linkedIdentities, earlier);
    }

    public long position() {
        return position;
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

    /**
     * Shows every person, or booking, that has events to as many visitors as the query has threads, each to one of them.
     *
     * @return the visitors
     */
    public <V extends Visitor> List<V> scan(Query query, By by, Supplier<? extends V> visitors) {
        boolean byPerson = by == By.PERSON;
        var shared = index.bookings().shared().clone();
        int linkedParts = byPerson ? (linkedIdentities + LINKED_PER_PART - 1) / LINKED_PER_PART : 0;
        final class Scan implements Query.Worker {
            final V visitor = visitors.get();
            final @Nullable BookingVisitor bookings =
                    byPerson ? null : new BookingVisitor(visitor, shared, withAttributes());
            final Walk walk = new Walk(Snapshot.this, query, bookings == null ? visitor : bookings);

            @Override
            public void part(int number) {
                if (number < shards.length) {
                    walk.shard(shards[number], !byPerson);
                    return;
                }
                int from = (number - shards.length) * LINKED_PER_PART;
                int to = Math.min(linkedIdentities, from + LINKED_PER_PART);
                for (int linked = from; linked < to; linked++) {
                    walk.linked(linked);
                }
            }
        }
        var scans = query.run(shards.length + linkedParts, Scan::new);
        BookingVisitor.showShared(
                scans.stream()
                        .map(scan -> scan.bookings)
                        .filter(Objects::nonNull)
                        .toList(),
                kinds());
        return scans.stream().map(scan -> scan.visitor).toList();
    }

    /** Shows the persons that have any of these identities, or the bookings among those persons' events. */
    public <V extends Visitor> V scanOnly(Query query, By by, Collection<IdentityKey> identities, V visitor) {
        var bookings = by == By.PERSON
                ? null
                : new BookingVisitor(visitor, index.bookings().shared().clone(), withAttributes());
        var walk = new Walk(this, query, bookings == null ? visitor : bookings);
        var persons = persons();
        var seen = new HashSet<IdentityKey>();
        for (var identity : identities) {
            var person = persons.personOf(identity);
            if (seen.add(person)) {
                query.check();
                if (bookings == null) {
                    show(walk, person);
                } else {
                    persons.identitiesOf(person).forEach(i -> walk.identity(i.high(), i.low()));
                }
            }
        }
        if (bookings != null) {
            BookingVisitor.showShared(List.of(bookings), kinds());
        }
        return visitor;
    }

    private void show(Walk walk, IdentityKey person) {
        int number = links().find(person.high(), person.low());
        if (number < 0 || number >= linkedIdentities) {
            walk.identity(person.high(), person.low());
        } else {
            walk.person(number, links().at(number, position));
        }
    }

    /** Shows persons that have events one after the other in an order that never changes, beginning after a key. */
    public void list(Query query, @Nullable IdentityKey after, Reader reader) {
        boolean[] more = {true};
        var walk = new Walk(this, query, (person, rows, from, to) -> more[0] = reader.person(person, rows, from, to));
        for (int number = after == null ? 0 : JourneyIndex.shardOf(after.high()); number < shards.length; number++) {
            query.check();
            for (var person : personsOf(shards[number], after)) {
                show(walk, person);
                if (!more[0]) {
                    return;
                }
            }
        }
    }

    private List<IdentityKey> personsOf(ShardView shard, @Nullable IdentityKey after) {
        var keys = new ArrayList<long[]>();
        var base = shard.base();
        for (int identity = 0; identity < base.identities; identity++) {
            if (!shard.linked(identity)) {
                add(keys, base.highs[identity], base.lows[identity], after);
            }
        }
        for (int identity = 0; identity < shard.deltaIdentities(); identity++) {
            long high = shard.delta().high(identity);
            long low = shard.delta().low(identity);
            int linked = links().find(high, low);
            if (shard.deltaBaseIndexes()[identity] < 0 && (linked < 0 || linked >= linkedIdentities)) {
                add(keys, high, low, after);
            }
        }
        for (int i = 0; i < shard.linkedCount(); i++) {
            int number = shard.linkedNumbers()[i];
            var group = links().at(number, position);
            if (group == null || group.members()[0] == number) {
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
