package io.journey360.booking.checkin;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts attempts per address in windows of a minute, in this process: against guessing and floods, not a quota. When more
 * addresses come in one minute than could be remembered, the further ones share a count.
 */
final class Attempts {

    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int MAX_ADDRESSES = 50_000;
    private static final String EVERYBODY_ELSE = "";

    /** @param reset until when the count lasts */
    record Standing(boolean allowed, int remaining, Duration reset) {}

    private final int limit;
    private final Clock clock;
    private final Map<String, Integer> counts = new HashMap<>();
    private long window = Long.MIN_VALUE;

    Attempts(int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    int limit() {
        return limit;
    }

    synchronized Standing count(String address) {
        var now = clock.millis();
        var current = Math.floorDiv(now, WINDOW.toMillis());
        if (current != window) {
            counts.clear();
            window = current;
        }
        var counted = counts.size() < MAX_ADDRESSES || counts.containsKey(address) ? address : EVERYBODY_ELSE;
        var attempts = counts.merge(counted, 1, (known, one) -> known > limit ? known : known + one);
        return new Standing(
                attempts <= limit,
                Math.max(0, limit - attempts),
                Duration.ofMillis((current + 1) * WINDOW.toMillis() - now));
    }
}
