package io.journey360.profile.domain;

import io.journey360.events.IdentityKey;
import io.journey360.events.MergeId;
import io.journey360.events.ProfileId;
import io.journey360.platform.identity.MergeIds;
import java.util.Optional;

/** Names that follow from identities, so that whoever asks twice for the same thing names the same stream. */
public final class ProfileNames {

    /** Whose events these are, where an event may be told by others too. */
    public static final String SOURCE = "profile-service";

    private static final String KEY_PREFIX = "id-";
    private static final String PROFILE_PREFIX = "profile-";
    private static final String CONFLICT_PREFIX = "conflict-";
    private static final String CONSENT_PREFIX = "consent-";
    private static final String TRAITS_PREFIX = "traits-";

    private ProfileNames() {}

    public static ProfileId of(IdentityKey identity) {
        return new ProfileId(PROFILE_PREFIX + bare(identity));
    }

    /** Empty if no profile can have that name. */
    public static Optional<IdentityKey> identityOf(String profile) {
        if (!profile.startsWith(PROFILE_PREFIX)) {
            return Optional.empty();
        }
        var key = KEY_PREFIX + profile.substring(PROFILE_PREFIX.length());
        return IdentityKey.isWellFormed(key) ? Optional.of(new IdentityKey(key)) : Optional.empty();
    }

    public static MergeId mergeOf(IdentityKey a, IdentityKey b) {
        return MergeIds.of(a, b);
    }

    static ConflictId conflictOf(IdentityKey anonymous) {
        return new ConflictId(CONFLICT_PREFIX + bare(anonymous));
    }

    static ConsentId consentOf(IdentityKey identity, String purpose) {
        return new ConsentId(CONSENT_PREFIX + bare(identity) + "-" + purpose);
    }

    static TraitsId traitsOf(IdentityKey identity) {
        return new TraitsId(TRAITS_PREFIX + bare(identity));
    }

    private static String bare(IdentityKey identity) {
        return identity.value().substring(KEY_PREFIX.length());
    }
}
