package io.journey360.analytics.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTest {

    private static final long HOUR = 3_600_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Zurich",
                "America/New_York",
                "Asia/Kolkata",
                "Australia/Lord_Howe",
                "America/St_Johns",
                "Pacific/Apia",
                "America/Sao_Paulo",
                "Asia/Beirut",
                "+05:45"
            })
    void everyTimeLiesInTheIntervalItIsNumberedInto(String name) {
        var zone = ZoneId.of(name);
        var random = new Random(name.hashCode());
        for (var interval : Interval.values()) {
            var calendar = interval.in(zone);
            for (int i = 0; i < 20_000; i++) {
                long millis = random.nextLong(-80 * 365 * 24 * HOUR, 140 * 365 * 24 * HOUR);
                long number = calendar.number(millis);
                assertThat(calendar.startMillis(number))
                        .as("%s of %d in %s", interval, millis, name)
                        .isLessThanOrEqualTo(millis);
                assertThat(calendar.startMillis(number + 1))
                        .as("behind the %s of %d in %s", interval, millis, name)
                        .isGreaterThan(millis);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Zurich, 2026-03-29, 23",
        "Europe/Zurich, 2026-10-25, 25",
        "Europe/Zurich, 2026-05-01, 24",
        "America/New_York, 2026-03-08, 23",
        "Pacific/Apia, 2011-12-30, 0", // the day that was left out
    })
    void aDayHasAsManyHoursAsItsClocksShow(String zone, String date, int hours) {
        var day = Interval.DAY.in(ZoneId.of(zone));
        var hour = Interval.HOUR.in(ZoneId.of(zone));
        long number = java.time.LocalDate.parse(date).toEpochDay();

        assertThat(day.startMillis(number + 1) - day.startMillis(number)).isEqualTo(hours * HOUR);
        assertThat(hour.number(day.startMillis(number + 1)) - hour.number(day.startMillis(number)))
                .isEqualTo(hours);
    }

    @Test
    void aDayThatClocksGoBackIntoGoesOn() {
        var calendar = Interval.DAY.in(ZoneId.of("America/St_Johns"));
        long afterMidnight =
                Instant.parse("2010-11-07T02:30:30Z").toEpochMilli(); // 00:00:30, a minute later it is 23:01

        assertThat(calendar.number(afterMidnight + HOUR / 2)).isEqualTo(calendar.number(afterMidnight));
        assertThat(calendar.start(calendar.number(afterMidnight))).isEqualTo("2010-11-07T00:00-02:30");
    }

    @Test
    void weeksBeginOnMonday() {
        var calendar = Interval.WEEK.in(ZoneId.of("Europe/Zurich"));
        long sunday = Instant.parse("2027-01-03T22:59:59Z").toEpochMilli();

        assertThat(calendar.start(calendar.number(sunday)).getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
        assertThat(calendar.start(calendar.number(sunday))).isEqualTo(OffsetDateTime.parse("2026-12-28T00:00+01:00"));
        assertThat(calendar.start(calendar.number(sunday + 1000)))
                .isEqualTo(OffsetDateTime.parse("2027-01-04T00:00+01:00"));
    }

    @Test
    void numbersGoUpByOneFromIntervalToInterval() {
        for (var interval : Interval.values()) {
            var calendar = interval.in(ZoneId.of("Europe/Zurich"));
            long first = calendar.number(Instant.parse("2026-01-01T12:00:00Z").toEpochMilli());
            for (long number = first; number < first + 300; number++) {
                assertThat(calendar.number(calendar.startMillis(number))).isEqualTo(number);
                assertThat(calendar.number(calendar.startMillis(number + 1) - 1))
                        .isEqualTo(number);
            }
        }
    }

    @Test
    void timesOfOtherAgesHaveIntervalsToo() {
        var calendar = Interval.MONTH.in(ZoneId.of("Europe/Zurich"));
        for (long millis : new long[] {-1L << 61, 1L << 61}) {
            long start = calendar.startMillis(calendar.number(millis));
            assertThat(Instant.ofEpochMilli(millis).until(Instant.ofEpochMilli(start), ChronoUnit.DAYS))
                    .isBetween(-31L, 0L);
        }
    }
}
