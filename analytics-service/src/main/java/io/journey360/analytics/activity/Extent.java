package io.journey360.analytics.activity;

import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.filter.EventGroups;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.filter.Property;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.index.Visitor;
import io.journey360.analytics.query.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * Between when the events lie that an answer counts, and what they divide into: found first, so that what is counted then has
 * its place.
 *
 * @param firstMillis since 1970; nothing without events
 * @param lastMillis since 1970; nothing without events
 */
public record Extent(long events, long firstMillis, long lastMillis, Breakdown breakdown) {

    /**
     * @param bits of the masks; an event that has any of them is counted
     * @param range only events in it
     */
    public static Extent of(
            Snapshot snapshot,
            Query query,
            People people,
            EventMasks masks,
            long bits,
            TimeRange range,
            @Nullable Property property) {
        var groups = property == null ? null : EventGroups.of(snapshot, property);
        var parts = snapshot.scan(query, Snapshot.By.PERSON, people, () -> new Counting(masks, bits, range, groups));
        long events = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        var perGroup = new long[groups == null ? 0 : groups.size()];
        for (var part : parts) {
            events += part.events;
            first = Math.min(first, part.first);
            last = Math.max(last, part.last);
            for (int group = 0; group < perGroup.length; group++) {
                perGroup[group] += part.perGroup[group];
            }
        }
        return new Extent(events, first, last, groups == null ? Breakdown.NONE : Breakdown.of(groups, perGroup));
    }

    /** By the values that events have; those without the property belong to no part. */
    public static Breakdown ofValues(
            Snapshot snapshot, Query query, People people, EventMasks masks, long bits, Property property) {
        var groups = EventGroups.of(snapshot, property);
        var parts = snapshot.scan(
                query, Snapshot.By.PERSON, people, () -> new Counting(masks, bits, TimeRange.ALL, groups));
        var perGroup = new long[groups.size()];
        for (int group = 0; group < perGroup.length; group++) {
            if (groups.value(group) != null) {
                for (var part : parts) {
                    perGroup[group] += part.perGroup[group];
                }
            }
        }
        return Breakdown.of(groups, perGroup);
    }

    private static final class Counting implements Visitor {

        private final EventMasks masks;
        private final long bits;
        private final TimeRange range;
        private final @Nullable EventGroups groups;
        private final long[] perGroup;
        private long events;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        Counting(EventMasks masks, long bits, TimeRange range, @Nullable EventGroups groups) {
            this.masks = masks;
            this.bits = bits;
            this.range = range;
            this.groups = groups;
            this.perGroup = new long[groups == null ? 0 : groups.size()];
        }

        @Override
        public void person(Person person, Columns rows, int from, int to) {
            var times = rows.times();
            for (int row = from; row < to; row++) {
                if ((masks.of(rows, row) & bits) != 0 && range.contains(times[row])) {
                    events++;
                    first = Math.min(first, times[row]);
                    last = Math.max(last, times[row]);
                    if (groups != null) {
                        perGroup[groups.of(rows, row)]++;
                    }
                }
            }
        }
    }
}
