package io.journey360.profile.domain;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.util.Optional;

/**
 * For how long something is kept: a day or more, 1,000 years at most.
 *
 * @param text ISO 8601, {@code P2Y} or {@code PT36H} for instance
 */
public record Horizon(String text, TemporalAmount amount) {

    private static final Period SHORTEST = Period.ofDays(1);
    private static final Period LONGEST = Period.ofYears(1_000);
    private static final LocalDate ANY_DAY = LocalDate.EPOCH;

    /** Empty if it is none. */
    public static Optional<Horizon> parse(String text) {
        try {
            return Optional.of(new Horizon(text, text.contains("T") ? Duration.parse(text) : Period.parse(text)))
                    .filter(horizon -> !horizon.isOutOfRange());
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private boolean isOutOfRange() {
        if (amount instanceof Period period
                && (period.getYears() < 0 || period.getMonths() < 0 || period.getDays() < 0)) {
            return true;
        }
        var end = ANY_DAY.atStartOfDay().plus(amount);
        return end.isBefore(ANY_DAY.plus(SHORTEST).atStartOfDay())
                || end.isAfter(ANY_DAY.plus(LONGEST).atStartOfDay());
    }

    /** What happened before this is kept no longer: the start of the UTC day that lies the horizon before now. */
    public Instant before(Instant now) {
        return now.atOffset(ZoneOffset.UTC)
                .minus(amount)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
    }
}
