package io.journey360.profile.links;

import io.journey360.events.Persons;

/**
 * What another package folds from the log, told by the thread that folds the links: the log is read once for all. Every event in position
 * order, from the first at each start.
 */
public interface FollowingFold {

    /** Before the first event. Called again if it throws. May block. */
    default void prepare() {}

    /**
     * Must not block for long: nothing is folded meanwhile.
     *
     * @param before who was one person before the event
     * @param after who is one person with it
     */
    void fold(FoldedEvent event, Persons before, Persons after);
}
