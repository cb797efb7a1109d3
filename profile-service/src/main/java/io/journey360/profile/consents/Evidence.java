package io.journey360.profile.consents;

import io.journey360.events.ConsentEvent;
import io.journey360.events.ConsentHistory.Statement;
import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import io.journey360.platform.sealing.Opener;
import io.journey360.platform.sealing.SealedKind;
import io.journey360.platform.sealing.Sealer;
import io.journey360.profile.consents.ConsentsAnswer.StatementAnswer;
import io.journey360.profile.links.RecordedEvents;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What was said in full: sealed in the log, read and opened from there each time. All calls block. */
@Component
class Evidence {

    private static final String FIELD = "evidence";

    private final Sealer sealer;
    private final Opener opener;
    private final RecordedEvents events;

    Evidence(Sealer sealer, Opener opener, RecordedEvents events) {
        this.sealer = sealer;
        this.opener = opener;
        this.events = events;
    }

    /** Empty when the identity was erased since: the statement is kept, its text is not. */
    Optional<Sealed> sealed(IdentityKey identity, String statement, String text, Instant moment) {
        return sealer.seal(identity, statement, FIELD, text, SealedKind.CONSENT, moment);
    }

    Map<Statement, StatementAnswer> opened(Collection<Statement> statements) {
        var said = events.at(statements.stream()
                .filter(Statement::withText)
                .map(Statement::position)
                .toList());
        var answers = new HashMap<Statement, StatementAnswer>();
        for (var statement : statements) {
            var event = said.get(statement.position());
            answers.put(
                    statement,
                    statement.withText()
                            ? StatementAnswer.opened(
                                    statement,
                                    event != null && event.getPayload() instanceof ConsentEvent consent
                                            ? text(consent).orElse(null)
                                            : null)
                            : StatementAnswer.of(statement));
        }
        return answers;
    }

    private Optional<String> text(ConsentEvent event) {
        return Optional.ofNullable(event.evidence())
                .flatMap(text -> opener.open(event.identity(), event.statement(), FIELD, text));
    }
}
