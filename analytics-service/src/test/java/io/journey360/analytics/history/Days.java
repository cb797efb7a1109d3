package io.journey360.analytics.history;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** Days, weeks and months of a zone by the simplest of means. */
public record Days(String interval, ZoneId zone) {

    /** First day of the interval that a time lies in. */
    public LocalDate of(long millis) {
        var date = Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
        return switch (interval) {
            case "day" -> date;
            case "week" -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            default -> date.withDayOfMonth(1);
        };
    }

    public LocalDate plus(LocalDate day, int intervals) {
        return switch (interval) {
            case "day" -> day.plusDays(intervals);
            case "week" -> day.plusWeeks(intervals);
            default -> day.plusMonths(intervals);
        };
    }

    public long begin(LocalDate day) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    public boolean isOver(LocalDate day, long now) {
        return begin(plus(day, 1)) <= now;
    }

    public String text(LocalDate day) {
        return day.atStartOfDay(zone).toOffsetDateTime().toString();
    }
}
