package io.journey360.analytics.feed;

import io.journey360.events.IdentityKey;
import io.journey360.events.ProfileErased;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Of whom nothing may be told that the log knew when they were erased, at whatever moment it is asked about. The events stay in
 * the index, where they are counted. One thread writes, any may read.
 */
final class ErasedIdentities {

    private final Map<IdentityKey, Long> upTo = new ConcurrentHashMap<>();
    private final Set<IdentityKey> returned = ConcurrentHashMap.newKeySet();

    void erase(ProfileErased event, long position) {
        for (var identity : event.identities()) {
            upTo.merge(identity, position, Math::max);
            returned.remove(identity);
        }
    }

    /** Something was told of the identity. */
    void seen(@Nullable IdentityKey identity, long position) {
        if (!upTo.isEmpty() && identity != null) {
            var erased = upTo.get(identity);
            if (erased != null && position > erased) {
                returned.add(identity);
            }
        }
    }

    /** What stands at or below this position is told of nobody; 0 for an identity that was never erased. */
    long upTo(IdentityKey identity) {
        return upTo.getOrDefault(identity, 0L);
    }

    /** Whether the identity was erased and nothing new was told of it. */
    boolean isGone(IdentityKey identity) {
        return upTo.containsKey(identity) && !returned.contains(identity);
    }
}
