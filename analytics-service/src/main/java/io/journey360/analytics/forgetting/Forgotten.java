package io.journey360.analytics.forgetting;

import io.journey360.events.Horizons;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.ProfileErased;
import io.journey360.events.RetentionDue;
import io.journey360.events.TraitsChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What may no longer be told, whatever moment is asked about: of people who were erased nothing that the log knew then, though
 * it is still counted, and of what is past its retention nothing at all. It only ever grows, so every reading of the log tells
 * the same one, in any order and again; any thread may ask.
 */
@Component
public final class Forgotten {

    /** How {@link RetentionDue} calls personal data among the kinds of events. */
    public static final String TRAITS = "traits";

    private final Map<IdentityKey, Long> erasedUpTo = new ConcurrentHashMap<>();
    private final Map<IdentityKey, Long> seenAt = new ConcurrentHashMap<>();
    private final Horizons horizons = new Horizons();
    private final List<IdentityKey> changed = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong latest = new AtomicLong();
    private volatile int changes;

    public void erase(ProfileErased erasure, long position) {
        latest.accumulateAndGet(position, Math::max);
        for (var identity : erasure.identities()) {
            if (erasedUpTo.merge(identity, position, Math::max) == position) {
                note(identity);
            }
        }
    }

    /** Something was told of the identity. Whatever it was erased at before must have been told here already. */
    public void seen(@Nullable IdentityKey identity, long position) {
        if (!erasedUpTo.isEmpty() && identity != null && position > erasedUpTo(identity) && erasedUpTo(identity) > 0) {
            seenAt.merge(identity, position, Math::max);
        }
    }

    /** What stands at or below this position is told of nobody; 0 for an identity that was never erased. */
    public long erasedUpTo(IdentityKey identity) {
        return erasedUpTo.getOrDefault(identity, 0L);
    }

    /** Whether the identity was erased and nothing new was told of it. */
    public boolean isGone(IdentityKey identity) {
        long erased = erasedUpTo(identity);
        return erased > 0 && seenAt.getOrDefault(identity, 0L) <= erased;
    }

    public void drop(RetentionDue due, long position) {
        latest.accumulateAndGet(position, Math::max);
        horizons.apply(due);
        due.identities().forEach(this::note);
        note(null);
    }

    public boolean isDropped(JourneyEvent event) {
        return horizons.passed(
                event.type().wireName(),
                event.moment().identity(),
                event.moment().occurredAt());
    }

    public boolean isDropped(TraitsChanged event) {
        return horizons.passed(TRAITS, event.identity(), event.occurredAt());
    }

    /** By kind, before when nothing of everybody is kept. */
    public Map<String, Instant> horizons() {
        return horizons.ofEverybody();
    }

    /** By kind, before when nothing of this identity is kept, beside {@link #horizons()}. */
    public Map<String, Instant> horizons(IdentityKey identity) {
        return horizons.of(identity);
    }

    /** @param listener called whenever something is to be forgotten, after that can be asked here; must not block */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Where the log said last that something is to be forgotten; 0 if it never did. What was told before may be told otherwise since. */
    public long latest() {
        return latest.get();
    }

    /** How often something was to be forgotten, to compare with. */
    public int changes() {
        return changes;
    }

    private synchronized void note(@Nullable IdentityKey identity) {
        changes++;
        if (identity != null) {
            changed.add(identity);
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * What is to be forgotten beside what was known before.
     *
     * @param changes how often something was told, to compare with
     * @param known to ask for the next changes with
     * @param identities what was told of, beside everybody
     */
    public record Changes(int changes, int known, Set<IdentityKey> identities) {}

    /** @param known of the changes before; 0 for all */
    public synchronized Changes changesSince(int known) {
        return new Changes(changes, changed.size(), Set.copyOf(changed.subList(known, changed.size())));
    }
}
