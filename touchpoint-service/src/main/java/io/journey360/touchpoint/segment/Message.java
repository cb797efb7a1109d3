package io.journey360.touchpoint.segment;

import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.collector.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message after it was checked. */
sealed interface Message {

    /** The call as the message names it, for counting: one of Segment's or {@code unknown}. */
    String call();

    @Nullable String id();

    /**
     * @param events what it tells, in order; none when there is nothing to keep
     * @param removed JSON pointers into the message
     */
    record Told(String call, String id, List<Item.Event> events, List<String> removed) implements Message {}

    /** @param problem its pointers are relative to the message */
    record Refused(String call, @Nullable String id, Problem problem) implements Message {}
}
