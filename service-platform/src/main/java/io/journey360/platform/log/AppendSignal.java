package io.journey360.platform.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Tells whoever follows the log in this process that something was committed. */
public final class AppendSignal {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong announced = new AtomicLong();

    /**
     * @param listener called on the committing thread; must neither block nor throw
     * @return unsubscribes
     */
    public Runnable onAppend(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** How often something was announced: who reads the log after asking for this sees all of it. */
    long announced() {
        return announced.get();
    }

    public void announce() {
        announced.incrementAndGet();
        listeners.forEach(Runnable::run);
    }
}
