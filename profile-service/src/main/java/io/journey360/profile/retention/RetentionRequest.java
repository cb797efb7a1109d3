package io.journey360.profile.retention;

import io.journey360.platform.problem.Problem;
import io.journey360.profile.domain.Horizon;
import io.journey360.profile.domain.RetentionSteps;
import io.journey360.profile.domain.RetentionTerms;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A rule: either of kinds, or of a purpose. */
record RetentionRequest(
        @Schema(
                description = "Types of events without `journey.`, and `traits`",
                example = "[\"reviewed\", \"traits\"]")
        @Nullable List<@Nullable String> kinds,

        @Schema(description = "A purpose of consent; the rule is about whoever withdrew it", example = "marketing")
        @Nullable String purpose,

        @Schema(description = "ISO 8601 period or duration, a day to 1,000 years", example = "P2Y") @Nullable String horizon) {

    /** @throws Problem 400 with everything that is wrong */
    RetentionTerms checked(Collection<String> purposes) {
        var problem = Problem.of(400, "invalid-request", "The request is not valid");
        var given = Objects.requireNonNullElse(kinds, List.<@Nullable String>of());
        if ((kinds == null) == (purpose == null)) {
            problem.at("/kinds", "either kinds or a purpose is required, and not both");
        } else if (kinds != null && kinds.isEmpty()) {
            problem.at("/kinds", "must name at least one kind");
        }
        var seen = new HashSet<String>();
        for (int i = 0; i < given.size(); i++) {
            var kind = given.get(i);
            if (kind == null || !RetentionSteps.KINDS.contains(kind)) {
                problem.at("/kinds/" + i, "must be one of " + String.join(", ", RetentionSteps.KINDS));
            } else if (!seen.add(kind)) {
                problem.at("/kinds/" + i, "is named already");
            }
        }
        if (purpose != null && !purposes.contains(purpose)) {
            problem.at("/purpose", "must be one of " + String.join(", ", purposes));
        }
        if (horizon == null || Horizon.parse(horizon).isEmpty()) {
            problem.at("/horizon", "must be an ISO 8601 period or duration from P1D to P1000Y");
        }
        if (!problem.errors().isEmpty() || horizon == null) {
            throw problem;
        }
        return new RetentionTerms(
                RetentionSteps.KINDS.stream().filter(seen::contains).toList(), purpose, horizon);
    }
}
