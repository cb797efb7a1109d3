package io.journey360.platform.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells whoever follows the log in this process that something was committed. */
public final class AppendSignal {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param listener called on the committing thread; must neither block nor throw
     * @return unsubscribes
     */
    public Runnable onAppend(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    public void announce() {
        listeners.forEach(Runnable::run);
    }
}
