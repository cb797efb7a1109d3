package io.journey360.analytics.explain;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Keys;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Visitor;
import io.journey360.analytics.query.Evidence;
import io.journey360.analytics.query.Figure;
import io.journey360.events.IdentityKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One page of contributions as one thread finds them: the first so many behind a place, and the number of all. Only the page
 * is ever held.
 */
final class Page implements Visitor, Evidence {

    private final int size;
    private final Contribution.@Nullable Place after;
    private final Named named;
    private final PriorityQueue<Contribution> found =
            new PriorityQueue<>(Comparator.comparing(Contribution::place).reversed());
    private final Keys people = new Keys(1024);
    private final Visitor visitor;
    private long contributions;
    private int ordinal;

    /** Who may be named. */
    @FunctionalInterface
    interface Named {

        /**
         * @param person its key
         * @param earliest the lowest log position of what it would be named with
         */
        boolean with(IdentityKey person, long earliest);
    }

    /**
     * @param size how many to find
     */
    Page(Figure figure, int size, Contribution.@Nullable Place after, Named named) {
        this.size = size;
        this.named = named;
        this.after = after;
        this.visitor = figure.visitor().apply(this);
    }

    @Override
    public void person(Person person, Columns rows, int from, int to) {
        ordinal = 0;
        visitor.person(person, rows, from, to);
    }

    @Override
    public void add(Person person, Columns rows, int[] at, int count, double value) {
        contributions++;
        var earliest = new TreeMap<IdentityKey, Long>(Comparator.comparing(IdentityKey::value));
        for (int i = 0; i < count; i++) {
            var key = person.key(at[i]);
            if (earliest.merge(key, rows.positions()[at[i]], Math::min) == rows.positions()[at[i]]) {
                people.add(key.high(), key.low());
            }
        }
        var first = person.key(at[0]);
        boolean firstIsNamed = named.with(first, earliest.getOrDefault(first, 0L));
        var place = new Contribution.Place(firstIsNamed ? first : null, rows.positions()[at[0]], ordinal++);
        if (after != null && place.compareTo(after) <= 0) {
            return;
        }
        if (found.size() == size) {
            if (place.compareTo(found.element().place()) > 0) {
                return;
            }
            found.remove();
        }
        var events = new Contribution.Event[count];
        for (int i = 0; i < count; i++) {
            events[i] = new Contribution.Event(rows.positions()[at[i]], rows.times()[at[i]]);
        }
        var all = Set.copyOf(earliest.keySet());
        var mayBeNamed = all.stream()
                .filter(key -> named.with(key, earliest.getOrDefault(key, 0L)))
                .collect(Collectors.toSet());
        found.add(new Contribution(place, all, mayBeNamed, value, events));
    }

    /** @param people distinct, of all contributions, whether on the page or not */
    record Found(List<Contribution> first, long contributions, long people) {}

    static Found together(List<Page> parts, int size) {
        var all = new ArrayList<Contribution>();
        var people = new Keys(1024);
        long contributions = 0;
        for (var part : parts) {
            all.addAll(part.found);
            contributions += part.contributions;
            for (int i = 0; i < part.people.size(); i++) {
                people.add(part.people.high(i), part.people.low(i));
            }
        }
        all.sort(Comparator.comparing(Contribution::place));
        return new Found(all.subList(0, Math.min(size, all.size())), contributions, people.size());
    }
}
