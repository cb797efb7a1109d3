package io.journey360.analytics.generation;

import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.async.SequencingPolicy;

/** A view in documents that can be built anew beside itself: each generation has collections, tokens and dead letters of its own. */
public interface GenerationView {

    /** Processors are called {@code name@generation}. */
    String name();

    /** A deployment whose view has a higher version builds a new generation by itself. */
    int version();

    /** An object with event handlers that writes the generation's collections, through {@code DocumentWrites} only. */
    Object handler(int generation);

    SequencingPolicy<EventMessage<?>> sequencing();

    /** Removes the generation's collections. May be repeated. */
    void drop(int generation);
}
