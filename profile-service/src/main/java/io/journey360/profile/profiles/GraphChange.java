package io.journey360.profile.profiles;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.journey360.events.Aliased;
import io.journey360.events.Identified;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.MergeId;
import io.journey360.events.Persons;
import io.journey360.profile.domain.ProfileNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/**
 * Two identities became one person, or are it no longer.
 *
 * @param identities the customer and the anonymous identity, or two customers
 * @param other the second customer the anonymous identity was seen with, where that parted the two
 * @param position since which log position it is known
 * @param recordedAt when the log learnt it
 * @param evidence absent if the event cannot be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GraphChange(
        What what,
        List<IdentityKey> identities,
        @Nullable IdentityKey other,
        @Nullable MergeId merge,
        long position,
        @Nullable Instant recordedAt,
        @Nullable Evidence evidence) {

    enum What {
        LINKED,
        /** The anonymous identity was seen with a second customer and belongs to nobody since. */
        PARTED,
        MERGED,
        UNMERGED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The event that told it.
     *
     * @param event its kind
     * @param source who told it: another system, or this service on a request
     * @param id the source's id of it
     * @param request names the request it was made on, where it had an Idempotency-Key
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Evidence(
            String event,
            String source,
            String id,
            @Nullable String request) {

        static Evidence of(EventMessage<?> message) {
            var payload = message.getPayload();
            var name = message.getPayloadType().getSimpleName();
            return switch (payload) {
                case JourneyEvent e ->
                    new Evidence(
                            name,
                            e.moment().source(),
                            Objects.requireNonNullElse(e.moment().id(), message.getIdentifier()),
                            null);
                case Identified e -> new Evidence(name, e.source(), e.id(), null);
                case Aliased e -> new Evidence(name, e.source(), e.id(), null);
                default ->
                    new Evidence(
                            name,
                            ProfileNames.SOURCE,
                            message.getIdentifier(),
                            message.getMetaData().get("request") instanceof String request ? request : null);
            };
        }
    }

    /** All that ever named one of the person's identities, by position, without evidence. */
    static List<GraphChange> of(List<Persons.Link> history) {
        var changes = new ArrayList<GraphChange>();
        for (var link : history) {
            var identities = List.of(link.first(), link.second());
            var merge = link.merge();
            changes.add(new GraphChange(
                    merge == null ? What.LINKED : What.MERGED, identities, null, merge, link.position(), null, null));
            var undone = link.undone();
            if (undone != null) {
                changes.add(new GraphChange(
                        merge == null ? What.PARTED : What.UNMERGED,
                        identities,
                        undone.other(),
                        merge,
                        undone.position(),
                        null,
                        null));
            }
        }
        changes.sort(Comparator.comparingLong(GraphChange::position));
        return changes;
    }

    GraphChange told(@Nullable EventMessage<?> message) {
        return message == null
                ? this
                : new GraphChange(
                        what, identities, other, merge, position, message.getTimestamp(), Evidence.of(message));
    }
}
