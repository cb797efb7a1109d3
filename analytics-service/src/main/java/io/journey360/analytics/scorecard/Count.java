package io.journey360.analytics.scorecard;

import io.journey360.analytics.scorecard.Intervals.Promoters;
import io.journey360.analytics.voice.Opinion;
import io.journey360.analytics.voice.Tally;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was counted at one touchpoint. Times in milliseconds; all sums are exact, so that no thread's share shows in them. */
final class Count {

    long people;
    long events;

    /** People who reached the goal at their meeting or later, and at any time. */
    long converted;

    long convertedAnyTime;
    long booked;
    long ended;
    long cancelled;
    long noShow;
    long waits;
    long waitMillis;

    /** Last answers to {@code nps} surveys at the meeting or later, and at any time. */
    final Answers after = new Answers();

    final Answers anyTime = new Answers();
    final Tally voice = new Tally();

    /** By measure, how many events carry the attribute of this name, and its sum. */
    final Map<String, Sum> attributes = new HashMap<>();

    static final class Answers {

        private long n;
        private long promoters;
        private long detractors;

        void add(@Nullable Opinion opinion) {
            if (opinion != null) {
                n++;
                promoters += opinion.isHigh() ? 1 : 0;
                detractors += opinion.isLow() ? 1 : 0;
            }
        }

        void add(Answers other) {
            n += other.n;
            promoters += other.promoters;
            detractors += other.detractors;
        }

        Promoters promoters() {
            return new Promoters(n, promoters, detractors);
        }
    }

    record Sum(long n, BigDecimal total) {

        static final Sum NOTHING = new Sum(0, BigDecimal.ZERO);

        Sum plus(Sum other) {
            return new Sum(n + other.n, total.add(other.total));
        }
    }

    void add(Count other) {
        people += other.people;
        events += other.events;
        converted += other.converted;
        convertedAnyTime += other.convertedAnyTime;
        booked += other.booked;
        ended += other.ended;
        cancelled += other.cancelled;
        noShow += other.noShow;
        waits += other.waits;
        waitMillis += other.waitMillis;
        after.add(other.after);
        anyTime.add(other.anyTime);
        voice.add(other.voice);
        other.attributes.forEach((measure, sum) -> attributes.merge(measure, sum, Sum::plus));
    }
}
