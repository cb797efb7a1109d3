package io.journey360.touchpoint.segment;

import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.collector.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One message after it was checked. */
sealed interface Message {

    /** The call as the message names it, for counting: one of Segment's or {@code unknown}. */
    String call();

    @Nullable String id();

    /**
     * @param events what it tells, in order; at least one
     * @param traits what is still to be sealed, and comes after the events
     * @param removed JSON pointers into the message
     */
    record Told(String call, String id, List<Item.Event> events, Optional<Traits> traits, List<String> removed)
            implements Message {

        /** With the event its traits became, if they became one. */
        Told with(Optional<Item.Event> sealed) {
            var all = new ArrayList<>(events);
            sealed.ifPresent(all::add);
            return new Told(call, id, List.copyOf(all), Optional.empty(), removed);
        }
    }

    /** @param problem its pointers are relative to the message */
    record Refused(String call, @Nullable String id, Problem problem) implements Message {}
}
