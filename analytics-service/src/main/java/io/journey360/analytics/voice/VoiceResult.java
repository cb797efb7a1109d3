package io.journey360.analytics.voice;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** @param groups empty when reviews are not divided */
record VoiceResult(Tally whole, List<Group> groups) {

    /**
     * @param values whose reviews are in the group: one, or for the rest all beyond the largest groups
     * @param interval 0 when reviews are not divided by time
     */
    record Group(Set<@Nullable Object> values, boolean rest, long interval, Tally tally) {

        boolean contains(Reviews.Group review) {
            return review.interval() == interval && values.contains(review.value());
        }
    }
}
