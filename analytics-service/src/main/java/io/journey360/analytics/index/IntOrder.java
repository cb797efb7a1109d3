package io.journey360.analytics.index;

import java.util.Arrays;

/** Sorts ints by an order of their own without boxing them. Stable. */
final class IntOrder {

    private static final int SMALL = 16;

    @FunctionalInterface
    interface Comparison {
        int compare(int a, int b);
    }

    private IntOrder() {}

    static void sort(int[] values, int length, Comparison order) {
        if (length <= SMALL) {
            insertionSort(values, 0, length, order);
        } else if (!sorted(values, length, order)) {
            mergeSort(Arrays.copyOf(values, length), values, 0, length, order);
        }
    }

    private static boolean sorted(int[] values, int length, Comparison order) {
        for (int i = 1; i < length; i++) {
            if (order.compare(values[i - 1], values[i]) > 0) {
                return false;
            }
        }
        return true;
    }

    private static void insertionSort(int[] values, int from, int to, Comparison order) {
        for (int i = from + 1; i < to; i++) {
            int value = values[i];
            int hole = i;
            while (hole > from && order.compare(values[hole - 1], value) > 0) {
                values[hole] = values[hole - 1];
                hole--;
            }
            values[hole] = value;
        }
    }

    /** Source and target hold the same values in [from, to). */
    private static void mergeSort(int[] source, int[] target, int from, int to, Comparison order) {
        if (to - from <= SMALL) {
            insertionSort(target, from, to, order);
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(target, source, from, middle, order);
        mergeSort(target, source, middle, to, order);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft = right == to || left < middle && order.compare(source[left], source[right]) <= 0;
            target[i] = takeLeft ? source[left++] : source[right++];
        }
    }
}
