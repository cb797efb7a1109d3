package io.journey360.analytics.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.asof.AsOf;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Persons;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The people and events behind a figure.
 *
 * @param figure a JSON pointer into the answer
 * @param value as the answer has it
 * @param contributions how many there are on all pages; a count is this, or how many people
 * @param people distinct, on all pages
 * @param next the next page's cursor; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Explanation(
        String figure,
        JsonNode value,
        long contributions,
        long people,
        List<Item> items,
        @Nullable String next,
        AsOf asOf) {

    /**
     * One contribution.
     *
     * @param person the first event's; absent when the person has not allowed what the tenant demands a consent for
     * @param people all of them that may be named, where a booking's events are of several
     * @param value in the unit of the figure; absent when the contribution is only counted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            @Nullable IdentityKey person,
            @Nullable List<IdentityKey> people,
            @Nullable Double value,
            List<Event> events) {}

    /** @param identity absent when the person may not be named */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Event(
            String id,
            String source,
            JourneyEventType event,
            Instant occurredAt,
            @Nullable IdentityKey identity,
            long position) {

        /** The same with its identity only if the person who had it then is one of these. */
        Event toldOf(Set<IdentityKey> named, Persons persons) {
            return identity == null || named.contains(persons.personOf(identity))
                    ? this
                    : new Event(id, source, event, occurredAt, null, position);
        }
    }
}
