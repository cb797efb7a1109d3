package io.journey360.profile.consents;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.events.ConsentHistory.Statement;
import io.journey360.events.IdentityKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person allows and everything its identities ever said about it.
 *
 * @param at the moment asked about; absent for now
 * @param position every statement at or below this log position is considered
 * @param held for each purpose there is
 * @param items every statement, in the log's order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ConsentsAnswer(
        IdentityKey person,
        @Nullable Instant at,
        long position,
        List<Held> held,
        List<StatementAnswer> items,
        @JsonInclude @Nullable String next) {

    /**
     * @param granted false also for a purpose nobody ever spoke of
     * @param statement the one that holds: the latest by its moment; absent when there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Held(String purpose, boolean granted, @Nullable StatementAnswer statement) {

        static Held of(String purpose, @Nullable StatementAnswer statement) {
            return new Held(purpose, statement != null && statement.granted(), statement);
        }
    }

    /**
     * @param identity whose statement it is
     * @param moment when it was said
     * @param recordedAt when the log learnt it
     * @param text what was said in full, for who may read personal data; absent where none was kept
     * @param unreadable true where a text was kept whose key is gone
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StatementAnswer(
            String purpose,
            boolean granted,
            IdentityKey identity,
            @Nullable String wording,
            String source,
            Instant moment,
            Instant recordedAt,
            long position,
            @Nullable String text,
            @Nullable Boolean unreadable) {

        static StatementAnswer of(Statement statement) {
            return of(statement, null, null);
        }

        static StatementAnswer opened(Statement statement, @Nullable String text) {
            return of(statement, text, text == null ? true : null);
        }

        private static StatementAnswer of(Statement statement, @Nullable String text, @Nullable Boolean unreadable) {
            return new StatementAnswer(
                    statement.purpose(),
                    statement.granted(),
                    statement.identity(),
                    statement.wording(),
                    statement.source(),
                    statement.moment(),
                    statement.recordedAt(),
                    statement.position(),
                    text,
                    unreadable);
        }
    }
}
