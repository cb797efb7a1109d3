package io.journey360.events;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept no longer, whenever the log learns of it: the same for every reader and at every position. One thread folds, in any order
 * and any number of times; any may read.
 */
public final class Horizons {

    private final Map<String, Instant> ofEverybody = new ConcurrentHashMap<>();
    private final Map<IdentityKey, Map<String, Instant>> ofSome = new ConcurrentHashMap<>();

    public void apply(RetentionDue due) {
        for (var kind : due.kinds()) {
            if (due.identities().isEmpty()) {
                putForward(ofEverybody, kind, due.before());
            }
            for (var identity : due.identities()) {
                putForward(
                        ofSome.computeIfAbsent(identity, key -> new ConcurrentHashMap<>()),
                        kind.intern(),
                        due.before());
            }
        }
    }

    private static void putForward(Map<String, Instant> horizons, String kind, Instant before) {
        horizons.merge(kind, before, (one, other) -> one.isBefore(other) ? other : one);
    }

    /** By kind, before when nothing of everybody is kept. */
    public Map<String, Instant> ofEverybody() {
        return Map.copyOf(ofEverybody);
    }

    /** By kind, before when nothing of this identity is kept, by what was due of it alone. */
    public Map<String, Instant> of(IdentityKey identity) {
        return Map.copyOf(ofSome.getOrDefault(identity, Map.of()));
    }

    /** @param kind a journey event's wire name, or {@code traits} */
    public boolean passed(String kind, IdentityKey identity, Instant occurredAt) {
        return isBefore(occurredAt, ofEverybody.get(kind))
                || isBefore(occurredAt, ofSome.getOrDefault(identity, Map.of()).get(kind));
    }

    private static boolean isBefore(Instant occurredAt, @Nullable Instant horizon) {
        return horizon != null && occurredAt.isBefore(horizon);
    }
}
