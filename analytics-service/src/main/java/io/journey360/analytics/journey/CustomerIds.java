package io.journey360.analytics.journey;

import io.journey360.events.IdentityKey;
import io.journey360.platform.problem.Problem;

/** What may stand where a customer's id is asked for. */
final class CustomerIds {

    private static final String IDENTITY = "id-";
    private static final String PROFILE = "profile-";

    private CustomerIds() {}

    /**
     * Any identity key of the person, or a profile's id, which ends as its first identity's key does.
     *
     * @throws Problem 404 for anything else
     */
    static IdentityKey identity(String id) {
        var key = id.startsWith(PROFILE) ? IDENTITY + id.substring(PROFILE.length()) : id;
        if (!IdentityKey.isWellFormed(key)) {
            throw unknown();
        }
        return new IdentityKey(key);
    }

    static Problem unknown() {
        return Problem.notFound("Nothing is known of such a customer");
    }
}
