package io.journey360.profile.domain;

import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.events.ProfileId;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

public sealed interface ProfileCommand {

    /** An identity as a profile is opened for it, or another is attached to it. */
    record Identity(IdentityKey key, IdentityKind kind) {}

    @TargetAggregateIdentifier
    ProfileId profile();

    /** Whose profile it is; the profile is named after it. */
    Identity identity();

    /**
     * Opens a profile and makes the others one person with its identity, all of them or none. Answered with whether anything
     * is new.
     *
     * @param again whether the identity was erased, so that a profile opened before is none
     */
    record OpenProfile(Identity identity, List<Identity> others, boolean again) implements ProfileCommand {

        public OpenProfile(Identity identity, List<Identity> others) {
            this(identity, others, false);
        }

        @Override
        @TargetAggregateIdentifier
        public ProfileId profile() {
            return ProfileNames.of(identity.key());
        }
    }

    /**
     * Makes the other identity one person with the profile's; opens the profile where there is none. Answered with whether the
     * two were linked by it.
     */
    record AttachIdentity(Identity identity, Identity other) implements ProfileCommand {

        @Override
        @TargetAggregateIdentifier
        public ProfileId profile() {
            return ProfileNames.of(identity.key());
        }
    }
}
