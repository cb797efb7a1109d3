package io.journey360.analytics.asof;

import io.journey360.platform.problem.Problem;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When the log had learnt what: the running maximum of {@code recordedAt} over positions, in milliseconds as the log keeps
 * it. Kept as runs of equal maximum. One thread appends, any number read without locks.
 */
public final class RecordedTimes {

    private long[] firstPositions = new long[1024];
    private long[] maxima = new long[1024];
    private volatile int runs;

    /** @param position above every position recorded before */
    public void record(long position, Instant recordedAt) {
        int n = runs;
        long millis = recordedAt.toEpochMilli();
        if (n > 0 && maxima[n - 1] >= millis) {
            return;
        }
        if (n == maxima.length) {
            firstPositions = Arrays.copyOf(firstPositions, n * 2);
            maxima = Arrays.copyOf(maxima, n * 2);
        }
        firstPositions[n] = position;
        maxima[n] = millis;
        runs = n + 1; // publishes the arrays: readers look at this first
    }

    /** What was known at the position. */
    public AsOf at(long position) {
        int n = runs;
        int found = Arrays.binarySearch(firstPositions, 0, n, position);
        int run = found >= 0 ? found : -found - 2;
        return new AsOf(position, run < 0 ? null : Instant.ofEpochMilli(maxima[run]));
    }

    /**
     * What was known at the instant: the highest position whose running maximum of {@code recordedAt} is not after it.
     *
     * @param newest the position answers have reached
     */
    public AsOf at(Instant instant, long newest) {
        int n = runs;
        int firstAfter = 0;
        int end = n;
        while (firstAfter < end) {
            int middle = (firstAfter + end) >>> 1;
            if (Instant.ofEpochMilli(maxima[middle]).isAfter(instant)) {
                end = middle;
            } else {
                firstAfter = middle + 1;
            }
        }
        return at(firstAfter == n ? newest : Math.min(newest, firstPositions[firstAfter] - 1));
    }

    /**
     * A request's {@code asOf}: an instant with offset, a position, or nothing for what is known now. A moment that has not
     * come yet is answered with what is known now.
     *
     * @param newest the position answers have reached
     * @throws Problem 400 when it is neither
     */
    public AsOf resolve(@Nullable String asOf, long newest) {
        if (asOf == null) {
            return at(newest);
        }
        if (!asOf.isEmpty() && asOf.length() <= 18 && asOf.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return at(Math.min(Long.parseLong(asOf), newest));
        }
        try {
            return at(OffsetDateTime.parse(asOf).toInstant(), newest);
        } catch (DateTimeParseException e) {
            throw Problem.invalid("/asOf", "must be an instant with offset or a log position");
        }
    }
}
