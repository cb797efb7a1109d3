package io.journey360.touchpoint.collector;

import io.journey360.events.IdentityKey;
import io.journey360.events.PublishedEvent;
import io.journey360.platform.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One item of a request after it was checked. */
public sealed interface Item {

    /** The sender's id, when it could be read. */
    @Nullable String id();

    /**
     * An event to collect.
     *
     * @param key names (source, id) for good
     * @param digest of the content: two events of one key and another digest differ
     * @param removed pointers of attributes that were dropped or replaced because they look personal
     * @param text of a review, to be sealed before the event is stored; null when there is none or it is sealed already
     */
    record Event(
            String key,
            String id,
            PublishedEvent event,
            @Nullable IdentityKey identity,
            String digest,
            List<String> removed,
            @Nullable PersonalText text)
            implements Item {

        /** With this event in the place of the one whose text was not sealed. */
        Event sealed(PublishedEvent event) {
            return new Event(key, id, event, identity, digest, removed, null);
        }
    }

    record Refused(@Nullable String id, Problem problem) implements Item {}
}
