package io.journey360.analytics.generation;

/** Building what is answered from memory anew, beside what is read now. */
public interface IndexRebuild {

    /** Whether memory allows a second one. */
    boolean fits();

    void cancel();

    boolean running();
}
