package io.journey360.profile.links;

import java.time.Duration;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Turns conflicts that are still to be recorded into commands. A conflict leaves the list when its event is folded, not when
 * its command was sent: a crash in between, a replay and a second replica at the same work change nothing, because the
 * aggregate records a conflict once.
 */
@Component
class ConflictRecorder implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ConflictRecorder.class);
    private static final int AT_ONCE = 100;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Links links;
    private final CommandGateway commands;
    private volatile @Nullable Thread worker;

    ConflictRecorder(Links links, CommandGateway commands) {
        this.links = links;
        this.commands = commands;
    }

    @Override
    public void start() {
        var thread = new Thread(this::work, "conflict-recorder");
        thread.setDaemon(true);
        worker = thread;
        thread.start();
    }

    @Override
    public void stop() {
        var thread = worker;
        worker = null;
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return worker != null;
    }

    private void work() {
        while (isRunning()) {
            try {
                recordSome();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (isRunning()) {
                    LOG.warn("A conflict could not be recorded now; trying again", e);
                    pause();
                }
            }
        }
    }

    /** Only what is still open once the fold has caught up is due: during a replay most of it turns out to be recorded. */
    private void recordSome() throws InterruptedException {
        if (links.conflicts().await(1, LOOK).isEmpty() || !links.caughtUp()) {
            return;
        }
        for (var conflict : links.conflicts().await(AT_ONCE, LOOK)) {
            commands.sendAndWait(conflict);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
