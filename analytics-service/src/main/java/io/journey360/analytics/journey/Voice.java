package io.journey360.analytics.journey;

import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.voice.Opinion;
import io.journey360.analytics.voice.VoiceScores;
import io.journey360.events.Reviewed;
import io.journey360.events.SurveyKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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

    /** Reviews of surveys that are neither defined nor named by a kind are left out. */
    static Voice of(List<Fact> facts, Catalogue catalogue) {
        return new Voice(
                nps(opinions(facts, SurveyKind.NPS, catalogue)),
                csat(opinions(facts, SurveyKind.CSAT, catalogue)),
                ces(opinions(facts, SurveyKind.CES, catalogue)));
    }

    private static List<Opinion> opinions(List<Fact> facts, SurveyKind survey, Catalogue catalogue) {
        return facts.stream()
                .flatMap(fact -> opinion(fact, catalogue).stream())
                .filter(opinion -> opinion.survey() == survey)
                .toList();
    }

    static Optional<Opinion> opinion(Fact fact, Catalogue catalogue) {
        return fact.event() instanceof Reviewed reviewed
                ? Opinion.of(reviewed.survey(), reviewed.score(), reviewed.scale(), catalogue)
                : Optional.empty();
    }

    private static @Nullable Nps nps(List<Opinion> opinions) {
        int n = opinions.size();
        int promoters = count(opinions, Opinion::isHigh);
        int detractors = count(opinions, Opinion::isLow);
        return n == 0
                ? null
                : new Nps(
                        n,
                        VoiceScores.netPromoterScore(promoters, detractors, n),
                        promoters,
                        n - promoters - detractors,
                        detractors);
    }

    private static @Nullable Csat csat(List<Opinion> opinions) {
        int n = opinions.size();
        return n == 0 ? null : new Csat(n, (double) count(opinions, Opinion::isHigh) / n);
    }

    private static @Nullable Ces ces(List<Opinion> opinions) {
        int n = opinions.size();
        return n == 0
                ? null
                : new Ces(n, opinions.stream().mapToDouble(Opinion::stretched).sum() / n);
    }

    private static int count(List<Opinion> opinions, Predicate<Opinion> counted) {
        return (int) opinions.stream().filter(counted).count();
    }
}
