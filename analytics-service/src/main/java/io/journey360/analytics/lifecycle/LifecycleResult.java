package io.journey360.analytics.lifecycle;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.journey360.analytics.filter.Breakdown;
import java.time.OffsetDateTime;
import java.util.List;

record LifecycleResult(List<Point> points, List<Part> parts) {

    record Part(Breakdown.Part part, List<Point> points) {}

    /**
     * @param start the interval's first moment, with the zone's offset then
     * @param complete whether the interval is over as of the answer's moment: if not, the dormant may still return in it
     * @param newcomers active, and never before
     * @param returning active, and in the interval before
     * @param resurrecting active, not in the interval before, but earlier
     * @param dormant not active, but in the interval before; a positive number, where charts draw it below zero
     */
    record Point(
            OffsetDateTime start,
            boolean complete,
            @JsonProperty("new") long newcomers,
            long returning,
            long resurrecting,
            long dormant) {}
}
