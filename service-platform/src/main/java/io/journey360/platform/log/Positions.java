package io.journey360.platform.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.jspecify.annotations.Nullable;

/** Log positions of tokens. */
final class Positions {

    private static final Duration GAP_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration FORGET_GAPS_AFTER = Duration.ofHours(1);
    private static final int MANY_GAPS = 10_000;

    private final Clock clock;

    /** Since when this process knows of a gap; shared by all readers, whose tokens have different ones. */
    private final ConcurrentHashMap<Long, Instant> gapsSince = new ConcurrentHashMap<>();

    Positions(Clock clock) {
        this.clock = clock;
    }

    static long position(@Nullable TrackingToken token) {
        var lower = token == null ? null : WrappedToken.unwrapLowerBound(token);
        return switch (lower) {
            case null -> 0;
            case GapAwareTrackingToken jdbc -> Math.max(0, jdbc.getIndex());
            // Axon Server counts from 0
            case GlobalSequenceTrackingToken server -> server.getGlobalIndex() + 1;
            default ->
                throw new IllegalArgumentException(
                        "No log position in a token of " + lower.getClass().getName());
        };
    }

    static long position(TrackedEventMessage<?> event) {
        return event instanceof LateEvent<?> late ? late.position() : position(event.trackingToken());
    }

    /**
     * The gap that an event filled whose token this is, null when it came in order. Of several gaps that vanished at once the
     * highest is the filled one; those below it timed out.
     */
    static @Nullable Long filledGap(@Nullable TrackingToken before, TrackingToken token) {
        if (before instanceof GapAwareTrackingToken previous
                && token instanceof GapAwareTrackingToken current
                && current.getIndex() == previous.getIndex()) {
            var vanished = new TreeSet<>(previous.getGaps());
            vanished.removeAll(current.getGaps());
            return vanished.isEmpty() ? null : vanished.last();
        }
        return null;
    }

    long watermark(@Nullable TrackingToken token) {
        var lower = token == null ? null : WrappedToken.unwrapLowerBound(token);
        if (!(lower instanceof GapAwareTrackingToken jdbc) || jdbc.getGaps().isEmpty()) {
            return position(token);
        }
        var gaps = jdbc.getGaps();
        var now = clock.instant();
        if (gapsSince.size() > MANY_GAPS) {
            gapsSince.values().removeIf(since -> Duration.between(since, now).compareTo(FORGET_GAPS_AFTER) > 0);
        }
        for (var gap : gaps) {
            var since = gapsSince.computeIfAbsent(gap, g -> now);
            if (Duration.between(since, now).compareTo(GAP_TIMEOUT) < 0) {
                return gap - 1;
            }
        }
        return jdbc.getIndex();
    }
}
