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
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One page of contributions as one thread finds them: the first so many behind a place, and the number of all. Only the page
 * is ever held.
 */
final class Page implements Visitor, Evidence {

    private final int size;
    private final Contribution.@Nullable Place after;
    private final Predicate<IdentityKey> named;
    private final PriorityQueue<Contribution> found =
            new PriorityQueue<>(Comparator.comparing(Contribution::place).reversed());
    private final Keys people = new Keys(1024);
    private final Visitor visitor;
    private long contributions;
    private int ordinal;

    /**
     * @param size how many to find
     * @param named whether a person, by its key, may be named
     */
    Page(Figure figure, int size, Contribution.@Nullable Place after, Predicate<IdentityKey> named) {
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
        var keys = new TreeSet<IdentityKey>(Comparator.comparing(IdentityKey::value));
        for (int i = 0; i < count; i++) {
            var key = person.key(at[i]);
            if (keys.add(key)) {
                people.add(key.high(), key.low());
            }
        }
        var first = person.key(at[0]);
        var place = new Contribution.Place(named.test(first) ? first : null, rows.positions()[at[0]], ordinal++);
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
        found.add(new Contribution(place, keys, value, events));
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
