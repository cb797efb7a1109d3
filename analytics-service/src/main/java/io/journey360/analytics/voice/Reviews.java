package io.journey360.analytics.voice;

import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.EventGroups;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.query.Calendar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the reviews a question is about, and the group each belongs to. For one thread. */
final class Reviews {

    /** @param group of the property's value at the review, and the interval's number it lies in */
    @FunctionalInterface
    interface Taker {
        void review(int row, Group group, Opinion opinion);
    }

    /**
     * @param value null where the review does not have the property, and where reviews are not divided by one
     * @param interval 0 where they are not divided by time
     */
    record Group(@Nullable Object value, long interval) {}

    private final VoiceQuestion question;
    private final EventMasks masks;
    private final Opinions opinions;
    private final @Nullable Calendar calendar;
    private final @Nullable EventGroups values;

    Reviews(Snapshot snapshot, Catalogue catalogue, VoiceQuestion question) {
        this.question = question;
        this.masks = EventMasks.of(snapshot, question.filter(), List.of(EventFilter.ALL));
        this.opinions = new Opinions(snapshot, catalogue);
        this.calendar = question.calendar();
        this.values = question.by() == null ? null : EventGroups.of(snapshot, question.by());
    }

    void each(Columns rows, int from, int to, Taker taker) {
        for (int row = from; row < to; row++) {
            var opinion = opinions.of(rows, row);
            long time = rows.times()[row];
            if (opinion != null && time >= question.from() && time < question.to() && masks.of(rows, row) != 0) {
                taker.review(
                        row,
                        new Group(
                                values == null ? null : values.value(values.of(rows, row)),
                                calendar == null ? 0 : calendar.number(time)),
                        opinion);
            }
        }
    }
}
