package io.journey360.profile.profiles;

import io.journey360.events.IdentityKind;
import io.journey360.platform.identity.IdentityValues;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.problem.Problem;
import io.journey360.profile.domain.ProfileCommand.Identity;
import org.jspecify.annotations.Nullable;

/**
 * An identity by its raw value, which is forgotten as soon as it is its key.
 *
 * @param customer a known customer, or null
 * @param anonymous a device or cookie, or null
 * @param source whose device or cookie it is; a customer needs none, because customers share one namespace
 */
record IdentityRequest(
        @Nullable String customer,
        @Nullable String anonymous,
        @Nullable String source) {

    private static final String OWN_SOURCE = "profile-service";

    @Override
    public String toString() {
        return "IdentityRequest[hidden]";
    }

    /** Adds to the problem what is wrong with it. */
    void check(String pointer, Problem problem) {
        if ((customer == null) == (anonymous == null)) {
            problem.at(pointer, "must have either customer or anonymous");
            return;
        }
        if (customer != null) {
            checkValue(pointer + "/customer", customer, problem);
        }
        if (anonymous != null) {
            checkValue(pointer + "/anonymous", anonymous, problem);
            if (source == null) {
                problem.at(pointer + "/source", "is required: an anonymous value means nothing without its source");
            }
        }
        if (source != null && (source.isBlank() || source.length() > IdentityValues.MAX_LENGTH)) {
            problem.at(pointer + "/source", "must have 1 to %d characters".formatted(IdentityValues.MAX_LENGTH));
        }
    }

    private static void checkValue(String pointer, String value, Problem problem) {
        var wrong = IdentityValues.problem(value);
        if (wrong != null) {
            problem.at(pointer, wrong);
        }
    }

    /** Only after {@link #check}. */
    Identity identity(Pseudonyms pseudonyms) {
        var namespace = source == null ? OWN_SOURCE : source;
        if (customer != null) {
            return new Identity(pseudonyms.customer(customer, namespace), IdentityKind.CUSTOMER);
        }
        if (anonymous != null) {
            return new Identity(pseudonyms.anonymous(anonymous, namespace), IdentityKind.ANONYMOUS);
        }
        throw new IllegalStateException("Unchecked");
    }
}
