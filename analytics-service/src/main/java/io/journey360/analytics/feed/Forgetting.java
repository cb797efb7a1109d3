package io.journey360.analytics.feed;

import io.journey360.analytics.facts.Leftovers;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.analytics.generation.Generations;
import io.journey360.events.ProfileErased;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionRunId;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.scrubbing.ScrubLater;
import io.journey360.platform.scrubbing.Scrubber;
import io.journey360.platform.work.RepeatedWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Sees that no generation of the documents holds what must be forgotten: what was written before that was known here, what a
 * rebuild wrote before it had read so far, what a copy of old documents brought back. It looks whenever something is to be
 * forgotten, as soon as all is written that may have been written without knowing it, and at each start.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE) // others remove at once, and count it once
class Forgetting extends RepeatedWork implements Scrubber {

    private static final Duration LOOK = Duration.ofMillis(250);

    private final Forgotten forgotten;
    private final Leftovers leftovers;
    private final Generations generations;
    private final LiveView live;
    private final JourneyLog log;
    private final Map<Integer, Swept> swept = new ConcurrentHashMap<>();
    private final Map<RetentionRunId, Long> headsWhenDue = new ConcurrentHashMap<>();
    private int changesSeen;
    private long headThen;

    /** What was swept out of a generation. */
    private record Swept(int changes, int known, Map<String, Instant> horizons) {

        static final Swept NOTHING = new Swept(-1, 0, Map.of());
    }

    Forgetting(Forgotten forgotten, Leftovers leftovers, Generations generations, LiveView live, JourneyLog log) {
        super("forgetting", LOOK);
        this.forgotten = forgotten;
        this.leftovers = leftovers;
        this.generations = generations;
        this.live = live;
        this.log = log;
        generations.takeOverOnlyIf(this::isClean);
    }

    @Override
    protected void step() {
        var due = live.retentionsDue();
        headsWhenDue.keySet().retainAll(due.stream().map(RetentionDue::run).toList());
        if (!live.caughtUp() || !due.isEmpty() || !live.erasuresDue().isEmpty()) {
            return; // what is due is carried out first, so that it is counted
        }
        var written = generations.written();
        written.forEach(this::sweep);
        swept.keySet().retainAll(written);
    }

    private void sweep(int generation) {
        var before = swept.getOrDefault(generation, Swept.NOTHING);
        var horizons = forgotten.horizons();
        var changes = forgotten.changesSince(before.known);
        if (changes.changes() == before.changes) {
            return;
        }
        if (changes.changes() != changesSeen) {
            changesSeen = changes.changes();
            headThen = log.head();
        }
        if (generations.position(generation) < headThen) {
            return;
        }
        leftovers.erase(generation, changes.identities());
        leftovers.drop(generation, changes.identities());
        if (!horizons.equals(before.horizons)) {
            leftovers.drop(generation);
        }
        swept.put(generation, new Swept(changes.changes(), changes.known(), horizons));
    }

    /** Whether all that is known to be forgotten was swept out of the generation. */
    private boolean isClean(int generation) {
        var done = swept.getOrDefault(generation, Swept.NOTHING);
        return done.changes == forgotten.changesSince(done.known).changes();
    }

    @Override
    public String service() {
        return "analytics-service";
    }

    /** What is taken out is counted in the documents that are read; others are copies. */
    @Override
    public Map<String, Long> scrub(ProfileErased erasure) {
        int active = generations.active();
        var taken = leftovers.erase(active, erasure.identities());
        for (int generation : generations.written()) {
            if (generation != active) {
                leftovers.erase(generation, erasure.identities());
            }
        }
        return Map.of(
                "sealedTexts",
                taken.texts(),
                "traitChanges",
                taken.traitChanges(),
                "personaChanges",
                taken.personaChanges());
    }

    @Override
    public Map<String, Long> scrub(RetentionDue due) {
        long head = headsWhenDue.computeIfAbsent(due.run(), run -> log.head());
        if (generations.position() < head) {
            throw new ScrubLater("documents of what is due are still being written");
        }
        int active = generations.active();
        var taken = leftovers.drop(active, due);
        for (int generation : generations.written()) {
            if (generation != active) {
                leftovers.drop(generation, due);
            }
        }
        return Map.of("facts", taken.facts(), "traitChanges", taken.traitChanges());
    }
}
