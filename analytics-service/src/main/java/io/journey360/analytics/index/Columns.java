package io.journey360.analytics.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Events, one array per property. A visitor gets the arrays themselves, because a call per value is what a scan has no time
 * for: it reads its range of them and writes to none.
 */
public final class Columns {

    private static final int LONGS = 2;
    private static final int INTS = 4;
    private static final int[] NONE = {};

    final long[] times;
    final long[] positions;
    final int[] kinds;
    final int[] bookings;
    final int[] details;
    final int[] keyHashes;
    final int @Nullable [] attributes;

    /** From which position on a row is taken back; absent as long as no row ever was. Values above a reader's position mean nothing to it, so they may be written under its eyes; volatile, so that it never sees the array before its first values. */
    volatile long @Nullable [] hiddenFrom;

    Columns(int capacity, boolean withAttributes) {
        times = new long[capacity];
        positions = new long[capacity];
        kinds = new int[capacity];
        bookings = new int[capacity];
        details = new int[capacity];
        keyHashes = new int[capacity];
        attributes = withAttributes ? new int[capacity] : null;
    }

    private Columns(long[] times, long[] positions, int[] kinds, int @Nullable [] attributes) {
        this.times = times;
        this.positions = positions;
        this.kinds = kinds;
        this.bookings = NONE;
        this.details = NONE;
        this.keyHashes = NONE;
        this.attributes = attributes;
    }

    /** Only what a {@link Run} shows, and positions. */
    static Columns ofRuns(int capacity, boolean withAttributes) {
        return new Columns(
                new long[capacity], new long[capacity], new int[capacity], withAttributes ? new int[capacity] : null);
    }

    Columns resizedForRuns(int capacity) {
        return new Columns(
                Arrays.copyOf(times, capacity),
                Arrays.copyOf(positions, capacity),
                Arrays.copyOf(kinds, capacity),
                attributes == null ? null : Arrays.copyOf(attributes, capacity));
    }

    void copyRunRows(int row, Columns from, int fromRow, int count) {
        System.arraycopy(from.times, fromRow, times, row, count);
        System.arraycopy(from.positions, fromRow, positions, row, count);
        System.arraycopy(from.kinds, fromRow, kinds, row, count);
        if (attributes != null && from.attributes != null) {
            System.arraycopy(from.attributes, fromRow, attributes, row, count);
        }
    }

    long runBytes() {
        return (8L + 8 + 4 + (attributes == null ? 0 : 4)) * capacity();
    }

    private Columns(Columns rows, int capacity) {
        times = Arrays.copyOf(rows.times, capacity);
        positions = Arrays.copyOf(rows.positions, capacity);
        kinds = Arrays.copyOf(rows.kinds, capacity);
        bookings = Arrays.copyOf(rows.bookings, capacity);
        details = Arrays.copyOf(rows.details, capacity);
        keyHashes = Arrays.copyOf(rows.keyHashes, capacity);
        attributes = rows.attributes == null ? null : Arrays.copyOf(rows.attributes, capacity);
        var hidden = rows.hiddenFrom;
        if (hidden != null) {
            int known = rows.capacity();
            var copied = Arrays.copyOf(hidden, capacity);
            if (capacity > known) {
                Arrays.fill(copied, known, capacity, Long.MAX_VALUE);
            }
            hiddenFrom = copied;
        }
    }

    /** When each event happened, in milliseconds since 1970. */
    public long[] times() {
        return times;
    }

    /** Log positions. */
    public long[] positions() {
        return positions;
    }

    /** Codes of {@link Snapshot#kinds()}. */
    public int[] kinds() {
        return kinds;
    }

    /** A number for each (source, booking); -1 without one. */
    public int[] bookings() {
        return bookings;
    }

    /** Codes of {@link Snapshot#details()}. */
    public int[] details() {
        return details;
    }

    /** The first 32 bits of each event's key. */
    public int[] keyHashes() {
        return keyHashes;
    }

    /** Codes of {@link Snapshot#attributes()}; absent when no attribute is indexed. */
    public int @Nullable [] attributes() {
        return attributes;
    }

    int capacity() {
        return times.length;
    }

    Columns resized(int capacity) {
        return new Columns(this, capacity);
    }

    void copyRow(int row, Columns from, int fromRow) {
        times[row] = from.times[fromRow];
        positions[row] = from.positions[fromRow];
        kinds[row] = from.kinds[fromRow];
        bookings[row] = from.bookings[fromRow];
        details[row] = from.details[fromRow];
        keyHashes[row] = from.keyHashes[fromRow];
        if (attributes != null && from.attributes != null) {
            attributes[row] = from.attributes[fromRow];
        }
    }

    /** Hides a row as another one is hidden, if it is. */
    void hideAs(int row, Columns from, int fromRow) {
        var hidden = from.hiddenFrom;
        if (hidden != null && hidden[fromRow] != Long.MAX_VALUE) {
            hide(row, hidden[fromRow]);
        }
    }

    void copyRows(int row, Columns from, int fromRow, int count) {
        System.arraycopy(from.times, fromRow, times, row, count);
        System.arraycopy(from.positions, fromRow, positions, row, count);
        System.arraycopy(from.kinds, fromRow, kinds, row, count);
        System.arraycopy(from.bookings, fromRow, bookings, row, count);
        System.arraycopy(from.details, fromRow, details, row, count);
        System.arraycopy(from.keyHashes, fromRow, keyHashes, row, count);
        if (attributes != null && from.attributes != null) {
            System.arraycopy(from.attributes, fromRow, attributes, row, count);
        }
        for (int i = 0; from.hiddenFrom != null && i < count; i++) {
            hideAs(row + i, from, fromRow + i);
        }
    }

    /** Moves rows within these. */
    void moveRows(int row, int fromRow, int count) {
        if (row != fromRow && count > 0) {
            var hidden = hiddenFrom;
            System.arraycopy(times, fromRow, times, row, count);
            System.arraycopy(positions, fromRow, positions, row, count);
            System.arraycopy(kinds, fromRow, kinds, row, count);
            System.arraycopy(bookings, fromRow, bookings, row, count);
            System.arraycopy(details, fromRow, details, row, count);
            System.arraycopy(keyHashes, fromRow, keyHashes, row, count);
            if (attributes != null) {
                System.arraycopy(attributes, fromRow, attributes, row, count);
            }
            if (hidden != null) {
                System.arraycopy(hidden, fromRow, hidden, row, count);
            }
        }
    }

    /** A row taken back twice is hidden from the first time on. */
    void hide(int row, long position) {
        var hidden = hiddenFrom;
        if (hidden == null) {
            hidden = new long[capacity()];
            Arrays.fill(hidden, Long.MAX_VALUE);
            hiddenFrom = hidden;
        }
        hidden[row] = Math.min(hidden[row], position);
    }

    boolean visible(int row, long position) {
        var hidden = hiddenFrom;
        return positions[row] <= position && (hidden == null || hidden[row] > position);
    }

    /** The order of a person's events: time, then stage, then log position. */
    static int compare(Columns a, int rowA, Columns b, int rowB, Dictionary<Kind> kinds) {
        if (a.times[rowA] != b.times[rowB]) {
            return a.times[rowA] < b.times[rowB] ? -1 : 1;
        }
        if (a.kinds[rowA] != b.kinds[rowB]) {
            int byStage = kinds.value(a.kinds[rowA])
                    .type()
                    .compareTo(kinds.value(b.kinds[rowB]).type());
            if (byStage != 0) {
                return byStage;
            }
        }
        return Long.compare(a.positions[rowA], b.positions[rowB]);
    }

    long bytes() {
        int hidden = hiddenFrom == null ? 0 : 8;
        int withAttributes = attributes == null ? 0 : 4;
        return (8L * LONGS + 4L * INTS + withAttributes + hidden) * capacity();
    }
}
