package io.journey360.events;

/** How a person leaves: asked for, keys destroyed, scrubbed by each service, done. */
public sealed interface ErasureEvent extends ProfileEvent
        permits ErasureCarriedOut, ErasureCompleted, ErasureRequested, ProfileErased {

    ErasureId erasure();
}
