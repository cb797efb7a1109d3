package io.journey360.profile.domain;

import io.journey360.events.RetentionId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What may be asked of a retention rule. */
public sealed interface RetentionCommand {

    @TargetAggregateIdentifier
    RetentionId rule();

    /**
     * Defines the rule, or defines it anew. The result is a {@link Defined}.
     *
     * @param expectedVersion that If-Match names; null to act whatever the version is
     */
    record DefineRetention(
            RetentionId rule,
            RetentionTerms terms,
            @Nullable Long expectedVersion) implements RetentionCommand {}

    /** Ends the rule; what it dropped stays dropped. */
    record EndRetention(RetentionId rule, @Nullable Long expectedVersion) implements RetentionCommand {}

    /**
     * @param version from 1; the same as before when nothing was changed
     * @param isNew whether none was in force
     */
    record Defined(long version, boolean isNew) {}
}
