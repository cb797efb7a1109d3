package io.journey360.profile.links;

import io.journey360.events.IdentityKey;
import io.journey360.profile.domain.RecordConflict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Conflicts the linking rule found and nobody has recorded yet: follows from the log alone, so it is the same after a crash
 * and in every replica.
 */
final class OpenConflicts {

    private final Map<IdentityKey, RecordConflict> byAnonymous = new LinkedHashMap<>();

    synchronized void found(RecordConflict conflict) {
        byAnonymous.put(conflict.anonymous(), conflict);
    }

    synchronized void recorded(IdentityKey anonymous) {
        byAnonymous.remove(anonymous);
    }

    /** In the order they were found. */
    synchronized List<RecordConflict> open(int limit) {
        return byAnonymous.values().stream().limit(limit).toList();
    }
}
