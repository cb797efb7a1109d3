package io.journey360.analytics.voice;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.events.ScoreDirection;
import io.journey360.events.SurveyKind;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The surveys' figures; a survey nobody answered is absent.
 *
 * @param nps on 0 to 10
 * @param csat on 1 to 5
 * @param ces on 1 to 7
 * @param stars on 1 to 5
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VoiceScores(
        @Nullable Nps nps,
        @Nullable Csat csat,
        @Nullable Ces ces,
        @Nullable Stars stars) {

    /**
     * Net promoter score.
     *
     * @param n answers
     * @param score the percentage of promoters less that of detractors, in points from -100 to 100: the one figure that is no
     *     ratio of 0 to 1, because nobody tells it so
     * @param promoters answers of 9 and 10
     * @param detractors answers of 0 to 6
     * @param distribution by each point of the scale, how many answers are closest to it; between two the upper one has it
     * @param rescaled answers that were given on another scale
     */
    public record Nps(
            long n,
            double score,
            long promoters,
            long passives,
            long detractors,
            Map<Integer, Long> distribution,
            long rescaled) {}

    /**
     * Customer satisfaction.
     *
     * @param satisfied share of the top two of five boxes, 0 to 1
     * @param mean 1 to 5
     */
    public record Csat(long n, double satisfied, double mean, Map<Integer, Long> distribution, long rescaled) {}

    /**
     * Customer effort score.
     *
     * @param mean 1 to 7
     * @param direction which end of the scale is the good one: always {@code higher-better}, 7 being the least effort; answers of
     *     surveys defined the other way round are turned
     */
    public record Ces(long n, double mean, ScoreDirection direction, Map<Integer, Long> distribution, long rescaled) {}

    /** @param mean 1 to 5 */
    public record Stars(long n, double mean, Map<Integer, Long> distribution, long rescaled) {}

    private static final double POINTS = 100;

    public static VoiceScores of(Tally tally) {
        return new VoiceScores(nps(tally), csat(tally), ces(tally), stars(tally));
    }

    /** The net promoter score in points; not a number without answers. */
    public static double netPromoterScore(long promoters, long detractors, long n) {
        return POINTS * (promoters - detractors) / n;
    }

    private static @Nullable Nps nps(Tally tally) {
        long n = count(tally, SurveyKind.NPS, opinion -> true);
        long promoters = count(tally, SurveyKind.NPS, Opinion::isHigh);
        long detractors = count(tally, SurveyKind.NPS, Opinion::isLow);
        return n == 0
                ? null
                : new Nps(
                        n,
                        netPromoterScore(promoters, detractors, n),
                        promoters,
                        n - promoters - detractors,
                        detractors,
                        distribution(tally, SurveyKind.NPS),
                        rescaled(tally, SurveyKind.NPS));
    }

    private static @Nullable Csat csat(Tally tally) {
        long n = count(tally, SurveyKind.CSAT, opinion -> true);
        return n == 0
                ? null
                : new Csat(
                        n,
                        (double) count(tally, SurveyKind.CSAT, Opinion::isHigh) / n,
                        tally.mean(SurveyKind.CSAT),
                        distribution(tally, SurveyKind.CSAT),
                        rescaled(tally, SurveyKind.CSAT));
    }

    private static @Nullable Ces ces(Tally tally) {
        long n = count(tally, SurveyKind.CES, opinion -> true);
        return n == 0
                ? null
                : new Ces(
                        n,
                        tally.mean(SurveyKind.CES),
                        ScoreDirection.HIGHER_BETTER,
                        distribution(tally, SurveyKind.CES),
                        rescaled(tally, SurveyKind.CES));
    }

    private static @Nullable Stars stars(Tally tally) {
        long n = count(tally, SurveyKind.STARS, opinion -> true);
        return n == 0
                ? null
                : new Stars(
                        n,
                        tally.mean(SurveyKind.STARS),
                        distribution(tally, SurveyKind.STARS),
                        rescaled(tally, SurveyKind.STARS));
    }

    private static long count(Tally tally, SurveyKind survey, Predicate<Opinion> counted) {
        return tally.count(opinion -> opinion.survey() == survey && counted.test(opinion));
    }

    private static long rescaled(Tally tally, SurveyKind survey) {
        return count(tally, survey, Opinion::rescaled);
    }

    private static Map<Integer, Long> distribution(Tally tally, SurveyKind survey) {
        var boxes = new TreeMap<Integer, Long>();
        for (int box = (int) survey.usualScale().min();
                box <= survey.usualScale().max();
                box++) {
            int score = box;
            boxes.put(box, count(tally, survey, opinion -> opinion.box() == score));
        }
        return boxes;
    }
}
