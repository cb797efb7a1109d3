package io.journey360.analytics.journey;

import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.facts.FactStore;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.events.IdentityKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The facts of people, read from documents; those of the largest who were asked about last stay in memory, because thousands of
 * documents take longer to read and parse than everything else their view needs. What came since is added from the live view. All is let go as soon as
 * anything must be forgotten. All calls block.
 */
@Component
class KeptFacts {

    /** Reading fewer documents than this takes less than 10 ms. */
    private static final int WORTH_KEEPING = 500;

    private static final int MOST_KEPT = 30_000;
    private static final int RECENT_AT_ONCE = 1_000;

    private record Whose(int generation, List<IdentityKey> identities) {}

    /**
     * @param facts in time order
     * @param upTo every fact at or below this log position is among them
     */
    private record Kept(List<Fact> facts, long upTo) {}

    private final FactStore store;
    private final LiveView live;
    private final Forgotten forgotten;
    private final Map<Whose, Kept> lastAskedLast = new LinkedHashMap<>(16, 0.75f, true);
    private final int mostKept;
    private int keptNow;

    @Autowired
    KeptFacts(FactStore store, LiveView live, Forgotten forgotten) {
        this(store, live, forgotten, MOST_KEPT);
    }

    KeptFacts(FactStore store, LiveView live, Forgotten forgotten, int mostKept) {
        this.mostKept = mostKept;
        this.store = store;
        this.live = live;
        this.forgotten = forgotten;
        forgotten.onChange(this::letGo);
    }

    /**
     * The facts of all the identities in time order, those taken back too.
     *
     * @param position facts above this log position are left out
     * @param newest everything at or below it is both in documents and in the live view; not below {@code position}
     */
    List<Fact> facts(int generation, List<IdentityKey> identities, long position, long newest) {
        var whose = new Whose(generation, identities);
        int changes = forgotten.changes();
        var kept = kept(whose);
        var current = kept == null ? null : withRecent(kept, identities, newest);
        if (current == null) {
            current = new Kept(read(generation, identities, newest), newest);
        }
        if (current != kept && current.facts.size() >= WORTH_KEEPING) {
            keep(whose, current);
            if (forgotten.changes() != changes) {
                letGo(); // what was read before may hold what was to be forgotten meanwhile
            }
        }
        var facts = new ArrayList<Fact>(current.facts.size());
        for (var fact : current.facts) {
            if (fact.position() <= position) {
                facts.add(fact);
            }
        }
        return facts;
    }

    synchronized int keptNow() {
        return keptNow;
    }

    private List<Fact> read(int generation, List<IdentityKey> identities, long upTo) {
        if (identities.size() == 1) {
            return store.facts(generation, identities.getFirst(), upTo);
        }
        // a person of many identities has many documents to read and parse: on all cores
        var facts = new ArrayList<>(identities.parallelStream()
                .map(identity -> store.facts(generation, identity, upTo))
                .flatMap(List::stream)
                .toList());
        facts.sort(Fact.IN_TIME);
        return facts;
    }

    /** Null when the live view does not reach back so far any more. */
    private @Nullable Kept withRecent(Kept kept, List<IdentityKey> identities, long newest) {
        if (kept.upTo >= newest) {
            return kept;
        }
        var theirs = new HashSet<>(identities);
        var added = new ArrayList<Fact>();
        long upTo = kept.upTo;
        while (upTo < newest) {
            var taken = live.recent().takeNow(upTo, RECENT_AT_ONCE);
            if (!taken.complete() || taken.closed() || taken.position() <= upTo) {
                return null;
            }
            for (var fact : taken.facts()) {
                if (theirs.contains(fact.identity())) {
                    added.add(fact);
                }
            }
            upTo = taken.position();
        }
        if (added.isEmpty()) {
            return new Kept(kept.facts, upTo);
        }
        added.addAll(kept.facts);
        added.sort(Fact.IN_TIME);
        return new Kept(added, upTo);
    }

    private synchronized @Nullable Kept kept(Whose whose) {
        return lastAskedLast.get(whose);
    }

    private synchronized void keep(Whose whose, Kept current) {
        var before = lastAskedLast.put(whose, current);
        keptNow += current.facts.size() - (before == null ? 0 : before.facts.size());
        for (Iterator<Kept> longestAgo = lastAskedLast.values().iterator(); keptNow > mostKept; ) {
            keptNow -= longestAgo.next().facts.size();
            longestAgo.remove();
        }
    }

    private synchronized void letGo() {
        lastAskedLast.clear();
        keptNow = 0;
    }
}
