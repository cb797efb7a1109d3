package io.journey360.analytics.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.journey360.analytics.consents.Naming;
import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.facts.TimelineItem;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.ServerSentEvent;

/**
 * One client's place in the stream. It goes on only when the client takes something, so a slow client needs no buffer: it
 * reads from memory while it keeps up, from the log when it falls behind, and is told to start anew when it falls far behind.
 */
final class Follower {

    static final Duration HEARTBEAT = Duration.ofSeconds(15);
    static final long FURTHEST_BACK = 100_000;
    private static final int FACTS_AT_A_TIME = 256;

    private final LiveView live;
    private final Forgotten forgotten;
    private final JourneyLog log;
    private final StreamFilter filter;
    private final Naming naming;
    private final Queue<Fact> waiting = new ArrayDeque<>();
    private long place;
    private boolean greeted;

    /** @param after the position the client has seen everything up to; null to begin with what comes next */
    Follower(
            LiveView live,
            Forgotten forgotten,
            JourneyLog log,
            StreamFilter filter,
            Naming naming,
            @Nullable Long after) {
        this.live = live;
        this.forgotten = forgotten;
        this.log = log;
        this.filter = filter;
        this.naming = naming;
        this.place = after == null ? live.position() : after;
    }

    /** @param person absent, as the identity is, when the person may not be named */
    record Item(
            @JsonUnwrapped TimelineItem item,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable IdentityKey person) {}

    /**
     * Waits for what the client gets next.
     *
     * @return null when there is nothing any more because the service stops
     */
    @Nullable ServerSentEvent<Object> next() throws InterruptedException {
        if (!greeted) {
            greeted = true;
            return comment("following"); // so that the answer begins at once
        }
        long heartbeatAt = System.nanoTime() + HEARTBEAT.toNanos();
        while (true) {
            var item = item();
            if (item != null) {
                return item;
            }
            long newest = Math.max(live.position(), live.recent().position());
            if (place < newest - FURTHEST_BACK || place > newest) {
                place = newest;
                return ServerSentEvent.<Object>builder()
                        .event("reset")
                        .id(String.valueOf(newest))
                        .data(Map.of("position", newest))
                        .build();
            }
            long left = heartbeatAt - System.nanoTime();
            if (left <= 0) {
                return comment("still here");
            }
            if (!fill(Duration.ofNanos(left))) {
                return null;
            }
        }
    }

    private static ServerSentEvent<Object> comment(String text) {
        return ServerSentEvent.<Object>builder().comment(text).build();
    }

    private @Nullable ServerSentEvent<Object> item() {
        while (!waiting.isEmpty()) {
            var fact = waiting.remove();
            if (forgotten.isDropped(fact.event())) {
                continue;
            }
            var persons = live.persons(Math.max(fact.position(), live.position()));
            boolean named = naming.mayName(fact);
            if (filter.accepts(fact, persons, named)) {
                var item = TimelineItem.of(fact);
                return ServerSentEvent.<Object>builder()
                        .id(String.valueOf(fact.position()))
                        .data(
                                named
                                        ? new Item(item, persons.personOf(fact.identity()))
                                        : new Item(item.ofNobody(), null))
                        .build();
            }
        }
        return null;
    }

    /** @return false when the service stops */
    private boolean fill(Duration patience) throws InterruptedException {
        var recent = live.recent();
        var taken = recent.takeAfter(place, FACTS_AT_A_TIME, patience);
        if (!taken.complete()) {
            readLog();
        } else {
            waiting.addAll(taken.facts());
            place = taken.position();
        }
        return !taken.closed() || recent != live.recent();
    }

    private void readLog() throws InterruptedException {
        long newest = live.position();
        try (var stream = log.source().openStream(log.tokenAt(place))) {
            while (waiting.size() < FACTS_AT_A_TIME && place < newest) {
                if (!stream.hasNextAvailable()) {
                    place = newest;
                    return;
                }
                var message = stream.nextAvailable();
                long at = log.position(message);
                if (at > newest) {
                    place = newest;
                    return;
                }
                place = at;
                if (message.getPayload() instanceof JourneyEvent event) {
                    var id = Objects.requireNonNullElse(event.moment().id(), message.getIdentifier());
                    var key = EventKeys.key(event.moment().source(), id);
                    waiting.add(new Fact(key, id, at, message.getTimestamp(), event));
                }
            }
        }
    }
}
