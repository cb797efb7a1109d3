package io.journey360.analytics.index;

/** Brings row numbers into the order of a person's events. */
final class RowSort {

    private final Dictionary<Kind> kinds;

    RowSort(Dictionary<Kind> kinds) {
        this.kinds = kinds;
    }

    void sort(int[] order, int length, Columns rows) {
        IntOrder.sort(order, length, (a, b) -> Columns.compare(rows, a, rows, b, kinds));
    }
}
