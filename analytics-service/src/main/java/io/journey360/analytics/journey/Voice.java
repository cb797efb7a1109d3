package io.journey360.analytics.journey;

import io.journey360.analytics.facts.Fact;
import io.journey360.events.Reviewed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person said in surveys; null where they were never asked, or never answered. */
record Voice(
        @Nullable Nps nps, @Nullable Csat csat, @Nullable Ces ces) {

    /**
     * Net promoter score: share of promoters (9 and 10 of 0 to 10) less share of detractors (0 to 6), times 100. Answers on
     * another scale are stretched to it.
     */
    record Nps(int n, double score, int promoters, int passives, int detractors) {}

    /** Customer satisfaction: the share, 0 to 1, of answers in the top quarter of the scale (4 and 5 of 1 to 5). */
    record Csat(int n, double satisfied) {}

    /** Customer effort score: the mean answer, stretched to a scale of 1 to 7. */
    record Ces(int n, double mean) {}

    static Voice of(List<Fact> facts) {
        return new Voice(nps(heights(facts, "nps")), csat(heights(facts, "csat")), ces(heights(facts, "ces")));
    }

    /** Scores as heights on their scale, 0 to 1. */
    private static double[] heights(List<Fact> facts, String survey) {
        return facts.stream()
                .filter(fact -> fact.event() instanceof Reviewed reviewed
                        && reviewed.survey().equals(survey))
                .mapToDouble(fact -> height((Reviewed) fact.event()))
                .toArray();
    }

    static double height(Reviewed reviewed) {
        var scale = reviewed.scale();
        return scale.max() > scale.min() ? (reviewed.score() - scale.min()) / (scale.max() - scale.min()) : 1;
    }

    private static @Nullable Nps nps(double[] heights) {
        int promoters = 0;
        int detractors = 0;
        for (double height : heights) {
            long tenth = Math.round(height * 10);
            promoters += tenth >= 9 ? 1 : 0;
            detractors += tenth <= 6 ? 1 : 0;
        }
        int n = heights.length;
        return n == 0
                ? null
                : new Nps(n, 100.0 * (promoters - detractors) / n, promoters, n - promoters - detractors, detractors);
    }

    private static @Nullable Csat csat(double[] heights) {
        int satisfied = 0;
        for (double height : heights) {
            satisfied += height >= 0.75 ? 1 : 0;
        }
        return heights.length == 0 ? null : new Csat(heights.length, (double) satisfied / heights.length);
    }

    private static @Nullable Ces ces(double[] heights) {
        double sum = 0;
        for (double height : heights) {
            sum += 1 + 6 * height;
        }
        return heights.length == 0 ? null : new Ces(heights.length, sum / heights.length);
    }
}
