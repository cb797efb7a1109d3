package io.journey360.analytics.voice;

import io.journey360.events.SurveyKind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** How often which answer was given. Sums are only taken over the whole, in order, so that no thread's share shows in them. */
public final class Tally {

    private static final Comparator<Opinion> ORDER =
            Comparator.comparing(Opinion::survey).thenComparing(Opinion::height).thenComparing(Opinion::rescaled);

    private final Map<Opinion, Long> counts = new HashMap<>();

    public void add(Opinion opinion) {
        counts.merge(opinion, 1L, Long::sum);
    }

    public void add(Tally other) {
        other.counts.forEach((opinion, count) -> counts.merge(opinion, count, Long::sum));
    }

    public long count(Predicate<Opinion> counted) {
        long count = 0;
        for (var answer : counts.entrySet()) {
            count += counted.test(answer.getKey()) ? answer.getValue() : 0;
        }
        return count;
    }

    /** The mean answer on the survey's usual scale; not a number without answers. */
    double mean(SurveyKind survey) {
        var ordered = new TreeMap<Opinion, Long>(ORDER);
        ordered.putAll(counts);
        double sum = 0;
        long n = 0;
        for (var answer : ordered.entrySet()) {
            if (answer.getKey().survey() == survey) {
                sum += answer.getKey().stretched() * answer.getValue();
                n += answer.getValue();
            }
        }
        return sum / n;
    }
}
