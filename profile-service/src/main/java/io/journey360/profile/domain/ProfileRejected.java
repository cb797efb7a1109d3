package io.journey360.profile.domain;

import io.journey360.platform.problem.Refusal;
import org.axonframework.commandhandling.CommandExecutionException;

/** What the rules about identities refuse. The reason travels as details, so it survives a remote command bus. */
public final class ProfileRejected extends CommandExecutionException {

    public enum Reason implements Refusal {
        /** A person gets a second known customer only by a merge. */
        SECOND_CUSTOMER,
        /** Anonymous identities are linked through a known customer only, and only known customers are merged. */
        NO_CUSTOMER,
        /** The anonymous identity belongs to another customer. */
        BELONGS_TO_ANOTHER,
        /** The anonymous identity was seen with two customers, so belongs to nobody for good. */
        SHARED_IDENTITY,
        TOO_MANY_IDENTITIES,
        MERGE_WITH_ITSELF,
        ALREADY_ONE_PERSON,
        ALREADY_UNDONE,
        /** A change of traits was worked out from what does not hold any more. */
        TRAITS_CHANGED_MEANWHILE
    }

    public ProfileRejected(Reason reason, String message) {
        super(message, null, reason);
    }
}
