package io.journey360.analytics.retention;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.filter.Breakdown;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

record RetentionResult(Table whole, List<Part> parts) {

    record Part(Breakdown.Part part, Table table) {}

    /** @param cohorts every interval from the first to the last start event's, those without anybody too */
    record Table(List<Cohort> cohorts, List<Overall> overall) {}

    /**
     * @param start the interval's first moment, with the zone's offset then
     * @param complete whether the interval is over as of the answer's moment
     * @param periods those that have begun as of the answer's moment
     */
    record Cohort(OffsetDateTime start, long size, boolean complete, List<Period> periods) {}

    /**
     * @param ratio of the cohort: 0 to 1; absent for a cohort of nobody
     * @param complete whether the period is over as of the answer's moment: if not, more people may still return in it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Period(int period, long count, @Nullable Double ratio, boolean complete) {}

    /**
     * All cohorts together for which the period is over.
     *
     * @param size people in those cohorts, one that is in several counted in each
     * @param ratio 0 to 1; absent for cohorts of nobody
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Overall(
            int period, long size, long count, @Nullable Double ratio) {}
}
