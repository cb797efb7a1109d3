package io.journey360.analytics.trends;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.filter.Breakdown;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

record TrendsResult(Series whole, List<Part> parts) {

    record Part(Breakdown.Part part, Series series) {}

    record Series(Total total, List<Point> points) {}

    /**
     * All intervals together.
     *
     * @param count of people, each once
     * @param amounts where quantities were asked for, by currency or survey
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Total(long count, @Nullable List<Amount> amounts) {}

    /**
     * @param start the interval's first moment, with the zone's offset then
     * @param complete whether the interval is over as of the answer's moment
     * @param count of events, people or sessions; of quantities the events that carry one
     * @param amounts where quantities were asked for, by currency or survey
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Point(
            OffsetDateTime start,
            boolean complete,
            long count,
            @Nullable List<Amount> amounts) {}

    /**
     * @param currency of values
     * @param survey of scores
     * @param n events
     * @param sum exact; of values only
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Amount(
            @Nullable String currency,
            @Nullable String survey,
            long n,
            @Nullable BigDecimal sum,
            double mean) {

        static Amount of(Trends.Measure measure, String name, long n, BigDecimal sum) {
            boolean value = measure == Trends.Measure.VALUE;
            return new Amount(
                    value ? name : null,
                    value ? null : name,
                    n,
                    value ? sum : null,
                    sum.divide(BigDecimal.valueOf(n), MathContext.DECIMAL64).doubleValue());
        }
    }
}
