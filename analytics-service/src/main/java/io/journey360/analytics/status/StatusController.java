package io.journey360.analytics.status;

import com.fasterxml.jackson.annotation.JsonValue;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.analytics.generation.Generations;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.projection.Loading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How far the views have come, and how large they are. */
@RestController
class StatusController {

    private static final int NEXT_EVENT_PATIENCE_MILLIS = 500;

    private final JourneyLog log;
    private final LiveView live;
    private final Forgotten forgotten;
    private final Generations generations;
    private final ObjectProvider<Loading> loading;
    private final Clock clock;

    StatusController(
            JourneyLog log,
            LiveView live,
            Forgotten forgotten,
            Generations generations,
            ObjectProvider<Loading> loading,
            Clock clock) {
        this.log = log;
        this.live = live;
        this.forgotten = forgotten;
        this.generations = generations;
        this.loading = loading;
        this.clock = clock;
    }

    enum State {
        CATCHING_UP,
        READY,
        INDEX_FULL;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param logPosition the highest position of the log
     * @param projectedPosition the lowest position any view has reached
     * @param heldSince analyses know no events that occurred before; absent when they know all
     * @param horizons by kind, before when nothing that happened is kept any more; what was due of some people only is not told
     * @param lagMillis how long ago the log learnt the first event that a view still lacks; 0 when none does
     */
    record Status(
            long logPosition,
            long projectedPosition,
            long lagMillis,
            long indexPosition,
            long events,
            long people,
            long identities,
            long indexBytes,
            double bytesPerEvent,
            double bytesPerIdentity,
            long limitBytes,
            @Nullable Instant heldSince,
            SortedMap<String, Instant> horizons,
            int generation,
            State state) {}

    @GetMapping("/api/v1/analytics/status")
    Mono<ResponseEntity<Status>> status() {
        return Blocking.call(this::read)
                .map(status -> ResponseEntity.ok()
                        .eTag("W/\"%08x\"".formatted(status.toString().hashCode()))
                        .body(status));
    }

    private Status read() throws InterruptedException {
        // Views first: the log can only have gone further since.
        long documents = generations.position();
        long memory = live.position();
        long projected = Math.min(documents, memory);
        var figures = live.figures();
        long head = log.head();
        return new Status(
                head,
                projected,
                lagMillis(projected, head),
                figures.position(),
                figures.events(),
                figures.people(),
                figures.identities(),
                figures.indexBytes(),
                figures.bytesPerEvent(),
                figures.bytesPerIdentity(),
                figures.limitBytes(),
                figures.heldSince() == Long.MIN_VALUE ? null : Instant.ofEpochMilli(figures.heldSince()),
                new TreeMap<>(forgotten.horizons()),
                generations.active(),
                state());
    }

    private State state() {
        if (!live.caughtUp() || !generations.caughtUp() || loading.stream().anyMatch(Loading::inProgress)) {
            return State.CATCHING_UP;
        }
        return live.full() ? State.INDEX_FULL : State.READY;
    }

    private long lagMillis(long projected, long head) throws InterruptedException {
        if (projected >= head) {
            return 0;
        }
        try (var stream = log.source().openStream(log.tokenAt(projected))) {
            if (!stream.hasNextAvailable(NEXT_EVENT_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return 0; // nothing but a gap lies between
            }
            var next = stream.nextAvailable().getTimestamp();
            return Math.max(0, Duration.between(next, clock.instant()).toMillis());
        }
    }
}
