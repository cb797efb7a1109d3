package io.journey360.analytics.durations;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many durations lie between edges that are always the same, so that two answers can be compared bucket by bucket: 0, 1 s,
 * 10 s, 1 min, 5 min, 15 min, 30 min, 1 h, 2 h, 6 h, 12 h, 1 d, 2 d, 3 d, 7 d, 14 d, 30 d, 60 d, 90 d, 180 d and 365 d, where a
 * day is 24 hours.
 */
public final class Histogram {

    private static final int CELL_BITS = 2;
    private static final int SMALLEST_CELL = 1 << CELL_BITS;
    private static final long[] EDGES_MILLIS = edges();
    private static final int[] BUCKET_OF_CELL = new int[63 << CELL_BITS];
    private static final long[] LAST_BEFORE_EDGE = new long[63 << CELL_BITS];

    private Histogram() {}

    /**
     * @param from inclusive, in seconds
     * @param to exclusive, in seconds; absent from the last bucket, which has no end
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Bucket(long from, @Nullable Long to, long count) {}

    /** Every bucket, those with nothing in them too. The counts sum to the number of durations. */
    public static List<Bucket> of(Collection<Durations> parts) {
        var counts = new long[EDGES_MILLIS.length];
        parts.forEach(part -> part.countInto(counts));
        var buckets = new ArrayList<Bucket>();
        for (int i = 0; i < counts.length; i++) {
            buckets.add(new Bucket(
                    EDGES_MILLIS[i] / 1000, i + 1 < counts.length ? EDGES_MILLIS[i + 1] / 1000 : null, counts[i]));
        }
        return List.copyOf(buckets);
    }

    /** How many buckets there are. */
    public static int size() {
        return EDGES_MILLIS.length;
    }

    /** The bucket that a duration falls into, from 0. */
    public static int bucketOf(long millis) {
        if (millis < SMALLEST_CELL) {
            return 0;
        }
        int cell = cell(millis);
        return BUCKET_OF_CELL[cell] + (millis > LAST_BEFORE_EDGE[cell] ? 1 : 0);
    }

    /** Numbers durations by their three leading binary digits: no cell is so wide that two edges lie in it. */
    private static int cell(long millis) {
        int digits = 63 - Long.numberOfLeadingZeros(millis);
        return digits << CELL_BITS | (int) (millis >>> digits - CELL_BITS) & SMALLEST_CELL - 1;
    }

    private static int searched(long millis) {
        int at = Arrays.binarySearch(EDGES_MILLIS, millis);
        return at >= 0 ? at : -at - 2;
    }

    static {
        for (int cell = CELL_BITS << CELL_BITS; cell < BUCKET_OF_CELL.length; cell++) {
            int digits = cell >> CELL_BITS;
            long first = (long) (SMALLEST_CELL | cell & SMALLEST_CELL - 1) << digits - CELL_BITS;
            int bucket = searched(first);
            BUCKET_OF_CELL[cell] = bucket;
            LAST_BEFORE_EDGE[cell] = bucket + 1 < EDGES_MILLIS.length ? EDGES_MILLIS[bucket + 1] - 1 : Long.MAX_VALUE;
        }
    }

    private static long[] edges() {
        var edges = new ArrayList<Duration>();
        edges.add(Duration.ZERO);
        for (int seconds : new int[] {1, 10}) {
            edges.add(Duration.ofSeconds(seconds));
        }
        for (int minutes : new int[] {1, 5, 15, 30}) {
            edges.add(Duration.ofMinutes(minutes));
        }
        for (int hours : new int[] {1, 2, 6, 12}) {
            edges.add(Duration.ofHours(hours));
        }
        for (int days : new int[] {1, 2, 3, 7, 14, 30, 60, 90, 180, 365}) {
            edges.add(Duration.ofDays(days));
        }
        var millis = edges.stream().mapToLong(Duration::toMillis).toArray();
        Arrays.sort(millis);
        return millis;
    }
}
