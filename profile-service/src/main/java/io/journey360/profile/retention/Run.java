package io.journey360.profile.retention;

import io.journey360.events.RetentionCarriedOut;
import io.journey360.events.RetentionCompleted;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionId;
import io.journey360.events.RetentionRunId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One run of a rule, and how far it has come.
 *
 * @param people how many identities it is about; 0 for everybody
 * @param carriedOut by service
 */
record Run(
        RetentionId rule,
        RetentionRunId id,
        List<String> kinds,
        Instant before,
        int people,
        Instant decidedAt,
        SortedMap<String, RetentionCarriedOut> carriedOut,
        @Nullable RetentionCompleted completed) {

    static Run of(RetentionDue due) {
        return new Run(
                due.rule(),
                due.run(),
                due.kinds(),
                due.before(),
                due.identities().size(),
                due.occurredAt(),
                new TreeMap<>(),
                null);
    }

    Run with(RetentionCarriedOut event) {
        var services = new TreeMap<>(carriedOut);
        services.put(event.service(), event);
        return new Run(rule, id, kinds, before, people, decidedAt, services, completed);
    }

    Run with(RetentionCompleted event) {
        return new Run(rule, id, kinds, before, people, decidedAt, carriedOut, event);
    }
}
