package io.journey360.profile.personas;

import io.journey360.events.IdentityKey;
import io.journey360.events.RetentionDue;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What is kept no longer, whenever the log learns it. */
final class Horizons {

    private final Map<String, Instant> ofEverybody = new HashMap<>();
    private final Map<IdentityKey, Map<String, Instant>> ofSome = new HashMap<>();

    void add(RetentionDue due) {
        if (due.identities().isEmpty()) {
            add(ofEverybody, due);
        }
        due.identities().forEach(identity -> add(ofSome.computeIfAbsent(identity, key -> new HashMap<>()), due));
    }

    private static void add(Map<String, Instant> horizons, RetentionDue due) {
        for (var kind : due.kinds()) {
            horizons.merge(kind, due.before(), (one, other) -> one.isBefore(other) ? other : one);
        }
    }

    boolean isPast(String kind, IdentityKey identity, Instant occurredAt) {
        return isPast(kind, occurredAt, ofEverybody)
                || !ofSome.isEmpty() && isPast(kind, occurredAt, ofSome.getOrDefault(identity, Map.of()));
    }

    private static boolean isPast(String kind, Instant occurredAt, Map<String, Instant> horizons) {
        var before = horizons.get(kind);
        return before != null && occurredAt.isBefore(before);
    }
}
