package io.journey360.profile.domain;

import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Changes what is known of a person, told of one of its identities.
 *
 * @param change names this change; the values are sealed for it
 * @param basedOn the change before, which this one was worked out from; null for the first
 * @param email pseudonym of the e-mail address among the changed, {@code phone} likewise
 */
public record ChangeTraits(
        IdentityKey identity,
        String change,
        @Nullable String basedOn,
        Map<String, Sealed> changed,
        List<String> removed,
        @Nullable String email,
        @Nullable String phone) {

    @TargetAggregateIdentifier
    TraitsId traits() {
        return ProfileNames.traitsOf(identity);
    }
}
