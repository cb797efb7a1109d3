package io.journey360.profile.links;

import io.journey360.platform.work.RepeatedWork;
import java.time.Duration;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.stereotype.Component;

/**
 * Turns conflicts that are still to be recorded into commands. A conflict leaves the list when its event is folded, not when
 * its command was sent: a crash in between, a replay and a second replica at the same work change nothing, because the
 * aggregate records a conflict once.
 */
@Component
class ConflictRecorder extends RepeatedWork {

    private static final int AT_ONCE = 1_000;
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Links links;
    private final CommandGateway commands;

    ConflictRecorder(Links links, CommandGateway commands) {
        super("conflict-recorder", LOOK);
        this.links = links;
        this.commands = commands;
    }

    /** Only what is still open once the fold has caught up is due: during a replay most of it turns out to be recorded. */
    @Override
    protected void step() {
        if (links.conflicts().open(1).isEmpty() || !links.caughtUp()) {
            return;
        }
        for (var conflict : links.conflicts().open(AT_ONCE)) {
            commands.sendAndWait(conflict);
        }
    }
}
