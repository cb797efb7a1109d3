package io.journey360.analytics.scorecard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.scorecard.Intervals.Promoters;
import io.journey360.analytics.voice.Opinion;
import io.journey360.analytics.voice.VoiceScores;
import io.journey360.events.Phase;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One touchpoint's part of the answer.
 *
 * @param touchpoint the name that events use
 * @param declared false for one that only events name: then nothing of the catalogue is here
 * @param target what is promised, by measure
 * @param actual what was measured of it; a measure that nothing was measured of is absent
 * @param gap actual less target, in the unit of the measure
 * @param kept whether the actual value is at least as good as the target: for times and rates of what goes wrong lower is better,
 *     for all else higher
 * @param waiting from check-in to the call, or to being served, that names this touchpoint; absent when there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TouchpointCard(
        String touchpoint,
        boolean declared,
        @Nullable String name,
        @Nullable String channel,
        @Nullable String stage,
        @Nullable Phase phase,
        @Nullable String owner,
        @Nullable Boolean momentOfTruth,
        @Nullable Map<String, Double> target,
        @Nullable Map<String, Double> actual,
        @Nullable Map<String, Double> gap,
        @Nullable Map<String, Boolean> kept,
        Volume volume,
        VoiceScores.@Nullable Nps nps,
        VoiceScores.@Nullable Csat csat,
        VoiceScores.@Nullable Ces ces,
        VoiceScores.@Nullable Stars stars,
        LowScores lowScores,
        Part dropOff,
        Part cancelled,
        Part noShow,
        @Nullable Waiting waiting,
        Impact impact) {

    /** The measure of waits. */
    public static final String WAIT_SECONDS = Measure.WAIT_SECONDS.wireName();

    private static final double MILLIS_PER_SECOND = 1000;

    /** @param people who have any of the events */
    public record Volume(long events, long people) {}

    /**
     * Answers of detractors, and for other surveys those in the lower half of their scale, among all that name the touchpoint.
     *
     * @param share 0 to 1
     */
    public record LowScores(long answers, long of, double share) {}

    /** @param share of the people who met the touchpoint, 0 to 1 */
    public record Part(long people, double share) {}

    public record Waiting(long n, double meanSeconds) {}

    /** How those who met the touchpoint differ from those who did not: an association, not a cause. */
    public record Impact(Conversion conversion, Recommendation nps) {}

    /**
     * @param met people who met the touchpoint; converted are those who reached the goal with that event or later
     * @param others people who have events that count, but none here; converted are those who reached the goal
     * @param difference of the rates; absent when nobody did, or everybody did, meet the touchpoint
     * @param low lower end of the difference's 95 % confidence interval
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Conversion(
            Converted met,
            Converted others,
            @Nullable Double difference,
            @Nullable Double low,
            @Nullable Double high) {}

    /** @param rate 0 to 1; 0 of nobody */
    public record Converted(long n, long converted, double rate) {}

    /**
     * Of each person the last answer to an {@code nps} survey that counts, wherever it was given; of those who met the touchpoint the
     * last that was given with that event or later.
     *
     * @param difference of the scores, in points; absent without an answer on either side
     * @param low lower end of the difference's 95 % confidence interval; absent with fewer than two answers on either side
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Recommendation(
            Answers met,
            Answers others,
            @Nullable Double difference,
            @Nullable Double low,
            @Nullable Double high) {}

    /** @param score in points, -100 to 100; absent without answers */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answers(long n, @Nullable Double score, long promoters, long detractors) {

        private static Answers of(Promoters answers) {
            return new Answers(
                    answers.n(), answers.n() == 0 ? null : answers.score(), answers.promoters(), answers.detractors());
        }
    }

    static TouchpointCard of(ScorecardResult.Card card, Count everybody) {
        var count = card.count();
        var declared = card.declared();
        var scores = VoiceScores.of(count.voice);
        var target = declared == null || declared.target().isEmpty() ? null : new TreeMap<>(declared.target());
        var actual = target == null ? null : actual(target, count, scores);
        return new TouchpointCard(
                card.id(),
                declared != null,
                declared == null ? null : declared.name(),
                declared == null ? null : declared.channel(),
                declared == null ? null : declared.stage(),
                declared == null ? null : declared.phase(),
                declared == null ? null : declared.owner(),
                declared == null ? null : declared.momentOfTruth(),
                target,
                actual,
                target == null || actual == null ? null : gap(target, actual),
                target == null || actual == null ? null : kept(target, actual),
                new Volume(count.events, count.people),
                scores.nps(),
                scores.csat(),
                scores.ces(),
                scores.stars(),
                lowScores(count),
                part(count.ended, count.people),
                part(count.cancelled, count.people),
                part(count.noShow, count.people),
                count.waits == 0 ? null : new Waiting(count.waits, meanWait(count)),
                new Impact(conversion(count, everybody), recommendation(count, everybody)));
    }

    private static LowScores lowScores(Count count) {
        long low = count.voice.count(Opinion::isLow);
        long all = count.voice.count(opinion -> true);
        return new LowScores(low, all, ratio(low, all));
    }

    private static Part part(long people, long of) {
        return new Part(people, ratio(people, of));
    }

    static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    static double meanWait(Count count) {
        return count.waitMillis / MILLIS_PER_SECOND / count.waits;
    }

    private static Map<String, Double> actual(Map<String, Double> target, Count count, VoiceScores scores) {
        var actual = new TreeMap<String, Double>();
        for (var name : target.keySet()) {
            var carried = count.attributes.get(name);
            var value = carried != null
                    ? (Double) carried.total()
                            .divide(BigDecimal.valueOf(carried.n()), MathContext.DECIMAL64)
                            .doubleValue()
                    : Measure.ofWireName(name)
                            .map(measure -> actual(measure, count, scores))
                            .orElse(null);
            if (value != null) {
                actual.put(name, value);
            }
        }
        return actual;
    }

    private static @Nullable Double actual(Measure measure, Count count, VoiceScores scores) {
        return switch (measure) {
            case WAIT_SECONDS -> count.waits == 0 ? null : (Double) meanWait(count);
            case BOOKING_RATE -> rate(count.booked, count);
            case CONVERSION -> rate(count.converted, count);
            case DROP_OFF -> rate(count.ended, count);
            case CANCELLATION_RATE -> rate(count.cancelled, count);
            case NO_SHOW_RATE -> rate(count.noShow, count);
            case NPS -> scores.nps() == null ? null : (Double) scores.nps().score();
            case CSAT -> scores.csat() == null ? null : (Double) scores.csat().satisfied();
            case CES -> scores.ces() == null ? null : (Double) scores.ces().mean();
            case STARS ->
                scores.stars() == null ? null : (Double) scores.stars().mean();
        };
    }

    private static @Nullable Double rate(long people, Count count) {
        return count.people == 0 ? null : (Double) ratio(people, count.people);
    }

    private static Map<String, Double> gap(Map<String, Double> target, Map<String, Double> actual) {
        var gap = new TreeMap<String, Double>();
        actual.forEach((measure, value) -> gap.put(measure, value - target.getOrDefault(measure, 0.0)));
        return gap;
    }

    private static Map<String, Boolean> kept(Map<String, Double> target, Map<String, Double> actual) {
        var kept = new TreeMap<String, Boolean>();
        actual.forEach((measure, value) -> {
            double promised = target.getOrDefault(measure, 0.0);
            kept.put(measure, Measure.lowerBetter(measure) ? value <= promised : value >= promised);
        });
        return kept;
    }

    private static Conversion conversion(Count count, Count everybody) {
        long others = everybody.people - count.people;
        long othersConverted = everybody.convertedAnyTime - count.convertedAnyTime;
        var interval = Intervals.shareDifference(count.converted, count.people, othersConverted, others);
        return new Conversion(
                new Converted(count.people, count.converted, ratio(count.converted, count.people)),
                new Converted(others, othersConverted, ratio(othersConverted, others)),
                interval == null
                        ? null
                        : (Double) (ratio(count.converted, count.people) - ratio(othersConverted, others)),
                interval == null ? null : (Double) interval.low(),
                interval == null ? null : (Double) interval.high());
    }

    private static Recommendation recommendation(Count count, Count everybody) {
        var met = count.after.promoters();
        var others = everybody.anyTime.promoters().less(count.anyTime.promoters());
        var interval = Intervals.npsDifference(met, others);
        return new Recommendation(
                Answers.of(met),
                Answers.of(others),
                met.n() == 0 || others.n() == 0 ? null : (Double) (met.score() - others.score()),
                interval == null ? null : (Double) interval.low(),
                interval == null ? null : (Double) interval.high());
    }
}
