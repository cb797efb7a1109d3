package io.journey360.analytics.times;

import io.journey360.analytics.durations.Histogram;
import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.query.Evidence;
import io.journey360.analytics.query.FigurePath;
import java.util.Optional;

/** Hands on the starts that one figure counts, and what ended them. */
final class TimesEvidence implements Pairs.Sink {

    /**
     * Which starts a figure is made of.
     *
     * @param part of the breakdown; -1 for all
     * @param bucket of the histogram; -1 for all
     */
    record Wanted(int part, boolean ended, boolean notEnded, boolean openOnly, boolean timed, int bucket) {

        /** @param path into an answer */
        static Optional<Wanted> of(FigurePath path) {
            if (path.is(0, "breakdown")) {
                return path.index(1) < 0 ? Optional.empty() : of(path.from(2), path.index(1));
            }
            return of(path, -1);
        }

        private static Optional<Wanted> of(FigurePath path, int part) {
            if (path.is(0, "histogram") && path.is(2, "count")) {
                return Optional.of(new Wanted(part, true, false, false, true, path.index(1)));
            }
            if (path.size() != 1) {
                return Optional.empty();
            }
            return switch (path.part(0)) {
                case "started" -> Optional.of(new Wanted(part, true, true, false, false, -1));
                case "notEnded" -> Optional.of(new Wanted(part, false, true, false, false, -1));
                case "open" -> Optional.of(new Wanted(part, false, true, true, false, -1));
                case "n", "min", "max", "mean", "p50", "p75", "p90", "p95", "p99" ->
                    Optional.of(new Wanted(part, true, false, false, true, -1));
                default -> Optional.empty();
            };
        }
    }

    private final Wanted wanted;
    private final Breakdown breakdown;
    private final Evidence evidence;
    private final int[] pair = new int[2];

    TimesEvidence(Wanted wanted, Breakdown breakdown, Evidence evidence) {
        this.wanted = wanted;
        this.breakdown = breakdown;
        this.evidence = evidence;
    }

    @Override
    public void ended(Person person, Columns rows, int start, int end) {
        if (!wanted.ended || !inPart(rows, start)) {
            return;
        }
        long millis = rows.times()[end] - rows.times()[start];
        if (!wanted.timed) {
            evidence.add(person, rows, start, Evidence.COUNTED);
        } else if (wanted.bucket < 0 || Histogram.bucketOf(millis) == wanted.bucket) {
            pair[0] = Math.min(start, end);
            pair[1] = Math.max(start, end);
            evidence.add(person, rows, pair, 2, millis / 1000.0);
        }
    }

    @Override
    public void notEnded(Person person, Columns rows, int start, boolean open) {
        if (wanted.notEnded && (open || !wanted.openOnly) && inPart(rows, start)) {
            evidence.add(person, rows, start, Evidence.COUNTED);
        }
    }

    private boolean inPart(Columns rows, int start) {
        return wanted.part < 0 || breakdown.of(rows, start) == wanted.part;
    }
}
