package io.journey360.analytics.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request's {@code from} and {@code to}, in milliseconds since 1970.
 *
 * @param from inclusive; the beginning of time by default, or of what the index holds where it has a horizon; not before that
 * @param to exclusive; by default everything known as of the answer's position is within
 */
public record TimeRange(long from, long to) {

    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    private static final Pattern WEEKS = Pattern.compile("P([0-9]{1,5})W");
    private static final Duration LONGEST = Duration.ofDays(36_525);

    public static TimeRange of(@Nullable String from, @Nullable String to, RequestErrors errors) {
        long start = instant(from, "/from", Long.MIN_VALUE, errors);
        long end = instant(to, "/to", Long.MAX_VALUE, errors);
        if (from != null) {
            errors.notHeld("/from", start);
        }
        if (start >= end) {
            errors.invalid("/to", "must be after from");
        }
        return new TimeRange(start, end);
    }

    /** @param millis since 1970 */
    public boolean contains(long millis) {
        return millis >= from && millis < to;
    }

    private static long instant(@Nullable String text, String pointer, long absent, RequestErrors errors) {
        if (text == null) {
            return absent;
        }
        try {
            // Events keep whole milliseconds: one at or after a moment between two is one at or after the second.
            var instant = OffsetDateTime.parse(text).toInstant();
            return instant.plusNanos(999_999).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            errors.invalid(pointer, "must be an instant with offset, like 2026-05-01T10:00:00Z");
            return absent;
        }
    }

    /** An exact duration: months and years are not, because they differ in length. */
    public static long millis(@Nullable String text, String pointer, Duration absent, RequestErrors errors) {
        if (text == null) {
            return absent.toMillis();
        }
        var duration = duration(text);
        if (duration == null) {
            errors.invalid(
                    pointer, "must be an ISO-8601 duration in weeks, days, hours, minutes and seconds, like P30D");
            return absent.toMillis();
        }
        if (duration.toMillis() <= 0 || duration.compareTo(LONGEST) > 0) {
            errors.invalid(pointer, "must be longer than 0 and at most 100 years");
            return absent.toMillis();
        }
        return duration.toMillis();
    }

    private static @Nullable Duration duration(String text) {
        var weeks = WEEKS.matcher(text);
        if (weeks.matches()) {
            return Duration.ofDays(7 * Long.parseLong(weeks.group(1)));
        }
        try {
            var duration = Duration.parse(text);
            return duration.abs().compareTo(Duration.ofMillis(Long.MAX_VALUE)) > 0 ? null : duration;
        } catch (DateTimeParseException | ArithmeticException e) {
            return null;
        }
    }

    /** An IANA zone; only checked, where an analysis does not depend on calendars. */
    public static void checkZone(@Nullable String zone, RequestErrors errors) {
        zone(zone, errors);
    }

    /** An IANA zone, UTC by default. */
    public static ZoneId zone(@Nullable String zone, RequestErrors errors) {
        if (zone != null) {
            try {
                return ZoneId.of(zone);
            } catch (DateTimeException e) {
                errors.invalid("/zone", "must be an IANA time zone, like Europe/Zurich");
            }
        }
        return ZoneOffset.UTC;
    }
}
