package io.journey360.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The consent rule: what a person allows, folded over the log in position order.
 *
 * <ul>
 *   <li>Each statement stays with the identity it was made under. What a person said is what all its identities said; after an
 *       unmerge each has its own again.
 *   <li>For each purpose the latest statement holds: latest by the moment it was made, whenever the log learnt it; of two of
 *       the same moment, the one later in the log.
 *   <li>Who never spoke of a purpose has not allowed it.
 * </ul>
 *
 * One thread folds, any may read meanwhile, without locks. Nothing at or below a folded position ever changes. A statement
 * takes about 100 bytes.
 */
public final class ConsentHistory {

    /**
     * Something said about one purpose.
     *
     * @param wording version of the text shown; null where none was
     * @param moment when it was said
     * @param recordedAt when the log learnt it, at its position
     * @param withText whether the event at that position holds what was said in full
     */
    public record Statement(
            IdentityKey identity,
            String purpose,
            boolean granted,
            @Nullable String wording,
            String source,
            Instant moment,
            long position,
            Instant recordedAt,
            boolean withText) {

        /** The last of these holds. */
        public static final Comparator<Statement> IN_FORCE =
                Comparator.comparing(Statement::moment).thenComparingLong(Statement::position);
    }

    private record Entry(Statement statement, @Nullable Entry earlier) {}

    private final Map<IdentityKey, Entry> latest = new ConcurrentHashMap<>();

    /** Told again about what is folded already, it changes nothing. */
    public void apply(long position, Instant recordedAt, ConsentEvent event) {
        var known = latest.get(event.identity());
        if (known != null && known.statement.position >= position) {
            return;
        }
        var wording = event.wording();
        latest.put(
                event.identity(),
                new Entry(
                        new Statement(
                                event.identity(),
                                event.purpose().intern(),
                                event.granted(),
                                wording == null ? null : wording.intern(),
                                event.source().intern(),
                                event.occurredAt(),
                                position,
                                recordedAt,
                                event.evidence() != null),
                        known));
    }

    /** What they said before tells of nobody any more, whatever moment is asked about: they have allowed nothing. */
    public void erase(Collection<IdentityKey> identities) {
        identities.forEach(latest::remove);
    }

    /** Everything these identities said, as far as the log had it at the position, in the log's order. */
    public List<Statement> said(Collection<IdentityKey> identities, long upTo) {
        var said = new ArrayList<Statement>();
        for (var identity : identities) {
            for (var entry = latest.get(identity); entry != null; entry = entry.earlier) {
                if (entry.statement.position <= upTo) {
                    said.add(entry.statement);
                }
            }
        }
        said.sort(Comparator.comparingLong(Statement::position));
        return said;
    }

    /** What held of each purpose the person with these identities ever spoke of, as far as the log had it at the position. */
    public SortedMap<String, Statement> held(Collection<IdentityKey> identities, long upTo) {
        return inForce(said(identities, upTo));
    }

    /** For each purpose the statement that holds when these are all there are. */
    public static SortedMap<String, Statement> inForce(Collection<Statement> said) {
        var held = new TreeMap<String, Statement>();
        for (var statement : said) {
            held.merge(
                    statement.purpose(),
                    statement,
                    (one, other) -> Statement.IN_FORCE.compare(one, other) < 0 ? other : one);
        }
        return held;
    }

    /** Whether the person with these identities allows the purpose, as far as the log had it at the position. */
    public boolean allows(String purpose, Collection<IdentityKey> identities, long upTo) {
        var held = held(identities, upTo).get(purpose);
        return held != null && held.granted();
    }
}
