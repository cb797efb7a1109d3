package io.journey360.events;

/** What profile-service records about who a customer is. */
public sealed interface ProfileEvent extends PublishedEvent
        permits CustomersMerged, IdentityAttached, LinkConflicted, MergeUndone, ProfileOpened {}
