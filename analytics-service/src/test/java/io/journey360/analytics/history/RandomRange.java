package io.journey360.analytics.history;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** {@code from}, {@code to} and {@code zone} of a question, each of them sometimes left out. */
public record RandomRange(
        @Nullable String from,
        @Nullable String to,
        @Nullable String zone) {

    private static final List<String> ZONES = List.of("Europe/Zurich", "America/New_York", "Asia/Kolkata");

    public static RandomRange of(Random random, RandomHistory history) {
        long from = history.moment(random);
        long to = from + 1 + random.nextInt(20) * history.tick();
        boolean ranged = random.nextInt(3) == 0;
        return new RandomRange(
                ranged ? Instant.ofEpochMilli(from).toString() : null,
                ranged ? Instant.ofEpochMilli(to).toString() : null,
                random.nextInt(4) == 0 ? null : ZONES.get(random.nextInt(ZONES.size())));
    }

    /** Whether the event happened in [from, to). */
    public static boolean has(@Nullable String from, @Nullable String to, Happening event) {
        return (from == null || event.time() >= Instant.parse(from).toEpochMilli())
                && (to == null || event.time() < Instant.parse(to).toEpochMilli());
    }
}
