package io.journey360.analytics.painpoints;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.scorecard.Intervals;
import io.journey360.analytics.scorecard.TouchpointCard;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much a touchpoint hurts: {@code score = people × severity}, which reads as so many people hurt as badly as can be. The
 * severity is {@code 1 − (1 − part₁) × … × (1 − part₆)}: 0 when nothing is wrong, 1 when anything is as bad as can be, and never
 * less for any part being more. Each part is 0 to 1:
 *
 * <ul>
 *   <li>low score: the lower end of Wilson's 95 % interval of the share of low answers ({@code lowScore.low}) among the reviews that
 *       name the touchpoint, so that one bad answer out of one says little. Low are an nps detractor's answer and others in the lower half
 *       of their scale, as in the 360° view.
 *   <li>cancelled, no-show: the share of the people who cancelled, or missed a booking, here.
 *   <li>drop-off: by how much the share of the people whose journey ended here unfulfilled is above that of all touchpoints together
 *       (people who ended somewhere over people who met it, each summed over touchpoints).
 *   <li>broken promise: {@code gap ÷ (gap + target)}, both without their signs: a wait twice as long as promised is a half; of
 *       several promises the worst.
 *   <li>waiting: {@code 1 − mean of all waits ÷ mean wait here}, not below 0; 0 where a wait was promised, which is a promise then.
 * </ul>
 *
 * @param people who met it
 * @param score people times severity
 * @param severity 0 to 1
 * @param declared false for a touchpoint that only events name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PainPoint(
        String touchpoint,
        boolean declared,
        @Nullable String name,
        @Nullable String owner,
        double score,
        double severity,
        long people,
        LowScore lowScore,
        Share cancelled,
        Share noShow,
        DropOff dropOff,
        @Nullable BrokenPromise brokenPromise,
        @Nullable Waiting waiting) {

    /** What the parts compare a touchpoint with. */
    record Averages(double dropOff, @Nullable Double waitSeconds) {

        static Averages of(List<TouchpointCard> cards) {
            long people = 0;
            long ended = 0;
            long waits = 0;
            double seconds = 0;
            for (var card : cards) {
                people += card.volume().people();
                ended += card.dropOff().people();
                var waiting = card.waiting();
                if (waiting != null) {
                    waits += waiting.n();
                    seconds += waiting.meanSeconds() * waiting.n();
                }
            }
            return new Averages(people == 0 ? 0 : (double) ended / people, waits == 0 ? null : seconds / waits);
        }
    }

    /**
     * @param answers low ones
     * @param of all answers
     * @param part lower end of the share's interval
     */
    record LowScore(long answers, long of, double share, double part) {}

    /** @param part the share */
    record Share(long people, double share, double part) {}

    /**
     * @param average of all touchpoints together
     * @param part what the share has above the average
     */
    record DropOff(long people, double share, double average, double part) {}

    /**
     * The worst of the promises that are not kept.
     *
     * @param gap actual less target
     * @param part the gap over gap and target together, without their signs
     */
    record BrokenPromise(String measure, double target, double actual, double gap, double part) {}

    /** @param averageSeconds mean of all waits that touchpoints ended */
    record Waiting(long n, double meanSeconds, double averageSeconds, double part) {}

    static PainPoint of(TouchpointCard card, Averages averages) {
        long people = card.volume().people();
        var low = lowScore(card);
        var cancelled = share(card.cancelled());
        var noShow = share(card.noShow());
        var dropOff = new DropOff(
                card.dropOff().people(),
                card.dropOff().share(),
                averages.dropOff(),
                Math.max(0, card.dropOff().share() - averages.dropOff()));
        var broken = brokenPromise(card);
        var waiting = waiting(card, averages);
        double unhurt = 1;
        for (double part : Stream.of(
                        low.part,
                        cancelled.part,
                        noShow.part,
                        dropOff.part,
                        broken == null ? 0 : broken.part,
                        waiting == null ? 0 : waiting.part)
                .toList()) {
            unhurt *= 1 - part;
        }
        return new PainPoint(
                card.touchpoint(),
                card.declared(),
                card.name(),
                card.owner(),
                people * (1 - unhurt),
                1 - unhurt,
                people,
                low,
                cancelled,
                noShow,
                dropOff,
                broken,
                waiting);
    }

    private static LowScore lowScore(TouchpointCard card) {
        long low = card.lowScores().answers();
        long of = card.lowScores().of();
        return of == 0
                ? new LowScore(0, 0, 0, 0)
                : new LowScore(
                        low, of, (double) low / of, Intervals.share(low, of).low());
    }

    private static Share share(TouchpointCard.Part part) {
        return new Share(part.people(), part.share(), part.share());
    }

    private static @Nullable BrokenPromise brokenPromise(TouchpointCard card) {
        var kept = card.kept();
        var gaps = card.gap();
        if (kept == null || gaps == null) {
            return null;
        }
        BrokenPromise worst = null;
        for (var promise : kept.entrySet()) {
            var gap = gaps.get(promise.getKey());
            var target = card.target() == null ? null : card.target().get(promise.getKey());
            var actual = card.actual() == null ? null : card.actual().get(promise.getKey());
            if (promise.getValue() || gap == null || target == null || actual == null) {
                continue;
            }
            double part = Math.abs(gap) / (Math.abs(gap) + Math.abs(target));
            if (worst == null || part > worst.part) {
                worst = new BrokenPromise(promise.getKey(), target, actual, gap, part);
            }
        }
        return worst;
    }

    private static @Nullable Waiting waiting(TouchpointCard card, Averages averages) {
        var waiting = card.waiting();
        var average = averages.waitSeconds();
        if (waiting == null || average == null) {
            return null;
        }
        Map<String, Double> promised = card.target() == null ? Map.of() : card.target();
        double part = promised.containsKey(TouchpointCard.WAIT_SECONDS) || waiting.meanSeconds() <= average
                ? 0
                : 1 - average / waiting.meanSeconds();
        return new Waiting(waiting.n(), waiting.meanSeconds(), average, part);
    }
}
