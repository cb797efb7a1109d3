package io.journey360.profile.retention;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.journey360.events.RetentionRunId;
import io.journey360.profile.domain.Horizon;
import io.journey360.profile.retention.RetentionRules.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule.
 *
 * @param version counts its definitions from 1
 * @param before what happened earlier than this is due now; absent once the rule has ended
 * @param endedAt absent while it is in force
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record RetentionAnswer(
        String id,
        long version,
        List<String> kinds,
        @Nullable String purpose,
        String horizon,
        Instant definedAt,
        @Nullable Instant before,
        @Nullable Instant endedAt) {

    static RetentionAnswer of(Rule rule, Instant now) {
        var defined = rule.defined();
        var ended = rule.ended();
        return new RetentionAnswer(
                rule.id().name(),
                defined.version(),
                defined.kinds(),
                defined.purpose(),
                defined.horizon(),
                defined.occurredAt(),
                ended != null
                        ? null
                        : Horizon.parse(defined.horizon())
                                .map(horizon -> horizon.before(now))
                                .orElse(null),
                ended == null ? null : ended.occurredAt());
    }

    /**
     * One run of a rule.
     *
     * @param before what happened earlier than this was dropped
     * @param identities how many it is about; absent for everybody
     * @param services what each of them dropped, and how much of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RunAnswer(
            RetentionRunId run,
            State state,
            List<String> kinds,
            Instant before,
            @Nullable Integer identities,
            Instant decidedAt,
            @Nullable Instant completedAt,
            List<ServiceReport> services) {

        static RunAnswer of(Run run) {
            var completed = run.completed();
            return new RunAnswer(
                    run.id(),
                    completed == null ? State.UNDER_WAY : State.COMPLETED,
                    run.kinds(),
                    run.before(),
                    run.people() == 0 ? null : run.people(),
                    run.decidedAt(),
                    completed == null ? null : completed.occurredAt(),
                    run.carriedOut().values().stream()
                            .map(done -> new ServiceReport(done.service(), done.occurredAt(), done.counts()))
                            .toList());
        }
    }

    enum State {
        UNDER_WAY,
        COMPLETED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    record ServiceReport(String service, Instant at, Map<String, Long> dropped) {}
}
