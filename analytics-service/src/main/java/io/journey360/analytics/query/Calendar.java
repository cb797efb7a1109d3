package io.journey360.analytics.query;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * Numbers the intervals of a zone. Consecutive intervals have consecutive numbers, and a later time never has a smaller one;
 * days are as long as the zone's clocks make them. For any number of threads.
 */
public final class Calendar {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    /** 1970-01-01 was a Thursday. */
    private static final int DAYS_SINCE_MONDAY = 3;
    /** Changes of clocks are looked up until here; beyond, rules are asked each time. */
    private static final Instant TABLE_END = Instant.parse("2100-01-01T00:00:00Z");

    private static final int PIECE_BITS = 29;
    private static final int CHANGES = Integer.MIN_VALUE;

    private final Interval interval;
    private final ZoneId zone;
    private final ZoneRules rules;
    private final long[] changes;
    private final long[] offsets;

    /** By pieces of about six days since 1970, the offset throughout, or {@link #CHANGES} where clocks change within. */
    private final int[] throughout;

    Calendar(Interval interval, ZoneId zone) {
        this.interval = interval;
        this.zone = zone;
        this.rules = zone.getRules();
        var transitions = new ArrayList<>(rules.getTransitions());
        var last = transitions.isEmpty() ? Instant.MIN : transitions.getLast().getInstant();
        for (var next = rules.nextTransition(last);
                next != null && next.getInstant().isBefore(TABLE_END);
                next = rules.nextTransition(next.getInstant())) {
            transitions.add(next);
        }
        changes = transitions.stream().mapToLong(Calendar::change).toArray();
        offsets = new long[changes.length + 1];
        offsets[0] = transitions.isEmpty()
                ? rules.getOffset(Instant.EPOCH).getTotalSeconds() * 1000L
                : transitions.getFirst().getOffsetBefore().getTotalSeconds() * 1000L;
        for (int i = 0; i < changes.length; i++) {
            offsets[i + 1] = transitions.get(i).getOffsetAfter().getTotalSeconds() * 1000L;
        }
        throughout = new int[(int) (TABLE_END.toEpochMilli() >> PIECE_BITS)];
        for (int piece = 0; piece < throughout.length; piece++) {
            long from = (long) piece << PIECE_BITS;
            int before = position(from);
            throughout[piece] = before == position(from + (1L << PIECE_BITS) - 1) ? (int) offsets[before] : CHANGES;
        }
    }

    /**
     * When clocks change. Where they go back over midnight, the new day goes on: the change counts from the second midnight,
     * or a day would begin, end and begin again.
     */
    private static long change(ZoneOffsetTransition transition) {
        long at = transition.getInstant().toEpochMilli();
        var before = transition.getDateTimeBefore();
        var after = transition.getDateTimeAfter();
        boolean goesBackOverMidnight = after.toLocalDate().isBefore(before.toLocalDate())
                && !before.toLocalTime().equals(LocalTime.MIDNIGHT);
        return goesBackOverMidnight ? at + DAY - after.toLocalTime().toNanoOfDay() / 1_000_000 : at;
    }

    public Interval interval() {
        return interval;
    }

    public ZoneId zone() {
        return zone;
    }

    /** @param millis since 1970 */
    public long number(long millis) {
        if (interval == Interval.HOUR) {
            return Math.floorDiv(millis + beyondFullHours(millis), HOUR);
        }
        long day = Math.floorDiv(millis + offset(millis), DAY);
        return switch (interval) {
            case HOUR, DAY -> day;
            case WEEK -> Math.floorDiv(day + DAYS_SINCE_MONDAY, 7);
            case MONTH -> months(day);
            case QUARTER -> Math.floorDiv(months(day), 3);
            case YEAR -> Math.floorDiv(months(day), 12);
        };
    }

    private static long months(long day) {
        return LocalDate.ofEpochDay(day).getLong(ChronoField.PROLEPTIC_MONTH);
    }

    /** The first moment of an interval, in milliseconds since 1970. */
    public long startMillis(long number) {
        if (interval == Interval.HOUR) {
            return number * HOUR - beyondFullHours(number * HOUR);
        }
        return firstDay(number).atStartOfDay(zone).toInstant().toEpochMilli();
    }

    /** The first moment of an interval, with the zone's offset then. */
    public OffsetDateTime start(long number) {
        return Instant.ofEpochMilli(startMillis(number)).atZone(zone).toOffsetDateTime();
    }

    private LocalDate firstDay(long number) {
        return switch (interval) {
            case HOUR, DAY -> LocalDate.ofEpochDay(number);
            case WEEK -> LocalDate.ofEpochDay(7 * number - DAYS_SINCE_MONDAY);
            case MONTH -> firstOfMonth(number);
            case QUARTER -> firstOfMonth(3 * number);
            case YEAR -> firstOfMonth(12 * number);
        };
    }

    private static LocalDate firstOfMonth(long prolepticMonth) {
        return LocalDate.of(
                Math.toIntExact(Math.floorDiv(prolepticMonth, 12)), (int) Math.floorMod(prolepticMonth, 12L) + 1, 1);
    }

    /** By how much the zone's standard time is off full hours of UTC. */
    private long beyondFullHours(long millis) {
        return Math.floorMod(
                rules.getStandardOffset(Instant.ofEpochMilli(millis)).getTotalSeconds() * 1000L, HOUR);
    }

    private long offset(long millis) {
        long piece = millis >> PIECE_BITS;
        if (piece >= 0 && piece < throughout.length && throughout[(int) piece] != CHANGES) {
            return throughout[(int) piece];
        }
        if (millis >= TABLE_END.toEpochMilli() && !rules.isFixedOffset()) {
            return rules.getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds() * 1000L;
        }
        return offsets[position(millis)];
    }

    /** How many changes there were up to then. */
    private int position(long millis) {
        int at = Arrays.binarySearch(changes, millis);
        return at >= 0 ? at + 1 : -at - 1;
    }
}
