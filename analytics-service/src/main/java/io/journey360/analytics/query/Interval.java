package io.journey360.analytics.query;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pieces that calendars cut time into. Weeks begin on Monday (ISO 8601). */
public enum Interval {
    /** Sixty minutes, beginning at full hours of the zone's standard time, so that a day of 25 hours has 25. */
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Interval> of(String name) {
        return Arrays.stream(values())
                .filter(interval -> interval.wireName().equals(name))
                .findFirst();
    }

    /**
     * The {@code interval} of a request.
     *
     * @param absent when the request has none
     * @param allowed what the analysis can be asked for
     */
    public static Interval read(@Nullable String name, Interval absent, Set<Interval> allowed, RequestErrors errors) {
        if (name == null) {
            return absent;
        }
        var interval = of(name).filter(allowed::contains);
        if (interval.isEmpty()) {
            errors.invalid(
                    "/interval",
                    "can be "
                            + allowed.stream().sorted().map(Interval::wireName).collect(Collectors.joining(", ")));
        }
        return interval.orElse(absent);
    }

    /** These intervals as clocks and calendars of a zone have them. */
    public Calendar in(ZoneId zone) {
        return new Calendar(this, zone);
    }
}
