package io.journey360.analytics.voice;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.query.Calendar;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param groups the values with most reviews first, each in order of time; absent when not asked for */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VoiceAnswer(
        VoiceScores.@Nullable Nps nps,
        VoiceScores.@Nullable Csat csat,
        VoiceScores.@Nullable Ces ces,
        VoiceScores.@Nullable Stars stars,
        @Nullable List<Group> groups,
        AsOf asOf,
        String explain) {

    /**
     * @param value absent where reviews do not have the property, or are not divided by one
     * @param other all values but the largest together
     * @param from beginning of the interval, in the zone of the request; absent without intervals
     * @param to its end
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Group(
            @Nullable Object value,
            boolean other,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to,
            VoiceScores.@Nullable Nps nps,
            VoiceScores.@Nullable Csat csat,
            VoiceScores.@Nullable Ces ces,
            VoiceScores.@Nullable Stars stars) {}

    static VoiceAnswer of(VoiceResult result, VoiceQuestion question, AsOf asOf, String explain) {
        var whole = VoiceScores.of(result.whole());
        var calendar = question.calendar();
        var groups = question.divided()
                ? result.groups().stream().map(group -> group(group, calendar)).toList()
                : null;
        return new VoiceAnswer(whole.nps(), whole.csat(), whole.ces(), whole.stars(), groups, asOf, explain);
    }

    private static Group group(VoiceResult.Group group, @Nullable Calendar calendar) {
        var scores = VoiceScores.of(group.tally());
        return new Group(
                group.rest() ? null : group.values().iterator().next(),
                group.rest(),
                calendar == null ? null : calendar.start(group.interval()),
                calendar == null ? null : calendar.start(group.interval() + 1),
                scores.nps(),
                scores.csat(),
                scores.ces(),
                scores.stars());
    }
}
