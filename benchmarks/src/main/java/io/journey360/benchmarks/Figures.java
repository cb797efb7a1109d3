package io.journey360.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The table that is printed. */
final class Figures {

    private record Row(String what, String measured, String goal, String floor, String beside) {}

    private final List<Row> rows = new ArrayList<>();

    void add(String what, String measured, String goal, String floor, String beside) {
        rows.add(new Row(what, measured, goal, floor, beside));
        System.out.printf(Locale.ROOT, "%s: %s (goal %s) %s%n", what, measured, goal, beside);
    }

    void print() {
        System.out.println();
        System.out.printf("%-58s %-26s %-18s %-14s %s%n", "what", "measured", "goal", "floor", "beside");
        for (var row : rows) {
            System.out.printf(
                    "%-58s %-26s %-18s %-14s %s%n", row.what(), row.measured(), row.goal(), row.floor(), row.beside());
        }
    }

    static double median(double... values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** @param sorted ascending */
    static double percentile(double[] sorted, double percent) {
        double rank = percent / 100 * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
