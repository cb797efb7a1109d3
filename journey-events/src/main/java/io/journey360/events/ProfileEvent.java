package io.journey360.events;

/** What is known about who a customer is: as profile-service decided, or as another system told it. */
public sealed interface ProfileEvent extends PublishedEvent
        permits Aliased,
                ConsentEvent,
                CustomersMerged,
                ErasureEvent,
                Identified,
                IdentityAttached,
                LinkConflicted,
                MergeUndone,
                ProfileOpened,
                TraitsChanged {}
