package io.journey360.profile.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a retention rule says: either of kinds, or of a purpose.
 *
 * @param kinds in the order of {@link RetentionSteps#KINDS}
 * @param purpose whoever withdrew it is whom the rule is about
 * @param horizon as it was written
 */
public record RetentionTerms(List<String> kinds, @Nullable String purpose, String horizon) {

    public RetentionTerms {
        kinds = List.copyOf(kinds);
    }
}
