package io.journey360.profile.domain;

import io.journey360.events.IdentityKey;
import io.journey360.events.MergeId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

public sealed interface MergeCommand {

    @TargetAggregateIdentifier
    MergeId merge();

    /**
     * Makes two known customers one person.
     *
     * @param request names the request if its sender may repeat it: a repeat is answered like the first and changes nothing
     */
    record MergeCustomers(
            IdentityKey first, IdentityKey second, @Nullable String request) implements MergeCommand {

        @Override
        @TargetAggregateIdentifier
        public MergeId merge() {
            return ProfileNames.mergeOf(first, second);
        }
    }

    /** Takes the merge of the pair back, whoever made it. */
    record UndoMerge(@TargetAggregateIdentifier MergeId merge, IdentityKey first, IdentityKey second)
            implements MergeCommand {}
}
