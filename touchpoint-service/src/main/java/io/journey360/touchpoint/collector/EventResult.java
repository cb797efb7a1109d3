package io.journey360.touchpoint.collector;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.journey360.events.IdentityKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one item.
 *
 * @param line of an NDJSON request, from 1
 * @param differs true for a duplicate whose content is not that of the first
 * @param removed pointers of attributes dropped or replaced because they look personal
 * @param problem the problem document of a rejected item; its pointers are relative to the item
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record EventResult(
        @Nullable Long line,
        @Nullable String id,
        Status status,
        @Nullable IdentityKey identity,
        @Nullable Boolean differs,
        List<String> removed,
        Map<String, Object> problem) {

    enum Status {
        ACCEPTED,
        DUPLICATE,
        REJECTED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static EventResult of(Item.Event event, Verdict verdict, @Nullable Long line) {
        return switch (verdict) {
            case ACCEPTED ->
                new EventResult(line, event.id(), Status.ACCEPTED, event.identity(), null, event.removed(), Map.of());
            case DUPLICATE ->
                new EventResult(line, event.id(), Status.DUPLICATE, event.identity(), null, List.of(), Map.of());
            case DIFFERENT_DUPLICATE ->
                new EventResult(line, event.id(), Status.DUPLICATE, null, true, List.of(), Map.of());
        };
    }

    static EventResult of(Item.Refused refused, @Nullable Long line) {
        return new EventResult(
                line,
                refused.id(),
                Status.REJECTED,
                null,
                null,
                List.of(),
                refused.problem().document());
    }
}
