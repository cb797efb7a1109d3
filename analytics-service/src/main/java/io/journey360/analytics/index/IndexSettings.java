package io.journey360.analytics.index;

import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param attributes names of the event attributes that can be filtered on; others are not kept here
 * @param limitBytes what the index may take of the heap
 * @param horizon events that occurred longer ago than this, counted back from when the newest event was recorded, in UTC, are
 *     not kept; null to keep all
 */
public record IndexSettings(
        List<String> attributes, long limitBytes, @Nullable Period horizon) {

    public IndexSettings(List<String> attributes, long limitBytes) {
        this(attributes, limitBytes, null);
    }

    public IndexSettings {
        attributes = List.copyOf(attributes);
        if (horizon != null && (horizon.isZero() || horizon.isNegative())) {
            throw new IllegalArgumentException("The horizon must be longer than nothing, not " + horizon);
        }
    }
}
