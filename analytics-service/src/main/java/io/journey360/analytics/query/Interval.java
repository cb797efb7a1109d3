package io.journey360.analytics.query;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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

    /** These intervals as clocks and calendars of a zone have them. */
    public Calendar in(ZoneId zone) {
        return new Calendar(this, zone);
    }
}
