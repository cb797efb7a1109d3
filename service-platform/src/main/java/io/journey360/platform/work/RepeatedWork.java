package io.journey360.platform.work;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * A step that is taken again and again on a thread of its own, from the application's start to its stop. A step that fails is told
 * in the log and taken again; what it had to do must therefore still be on some list, and doing it twice must do nothing.
 */
public abstract class RepeatedWork implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RepeatedWork.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final String name;
    private final Duration pause;
    private volatile @Nullable Thread worker;
    private volatile boolean failing;

    /**
     * @param name of the thread and in the log
     * @param pause between the end of a step and the next one
     */
    protected RepeatedWork(String name, Duration pause) {
        this.name = name;
        this.pause = pause;
    }

    /** May block; is interrupted when the application stops. */
    protected abstract void step() throws InterruptedException;

    private void work() {
        while (isRunning()) {
            try {
                step();
                failing = false;
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (isRunning()) {
                    tell(e);
                    rest();
                }
            }
        }
    }

    /** In full once, in short as long as it lasts. */
    private void tell(RuntimeException e) {
        if (failing) {
            LOG.warn("{} still cannot go on: {}", name, e.getClass().getName());
        } else {
            LOG.warn("{} cannot go on now; trying again", name, e);
        }
        failing = true;
    }

    private void rest() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        var thread = Thread.ofPlatform().daemon().name(name).unstarted(this::work);
        worker = thread; // before it looks whether it may run
        thread.start();
    }

    /** Waits five seconds at most for the step to end. */
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
}
