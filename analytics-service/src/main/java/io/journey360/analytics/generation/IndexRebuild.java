package io.journey360.analytics.generation;

/** Building what is answered from memory anew, beside what is read now. */
public interface IndexRebuild {

    /** Whether memory allows a second one. */
    boolean fits();

    /** Begins, unless one is being built. It takes over by itself when it has caught up. */
    void begin();

    void cancel();

    boolean running();
}
