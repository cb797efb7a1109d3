package io.journey360.profile.consents;

import io.journey360.platform.problem.Problem;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement and its evidence.
 *
 * @param granted false for a withdrawal
 */
record ConsentRequest(@Nullable Boolean granted, @Nullable Evidence evidence) {

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final int MAX_TEXT = 8_000;
    private static final Pattern WORDING = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z][A-Za-z0-9._:/-]{0,127}");

    /**
     * What can be shown when somebody asks.
     *
     * @param wording version of the text the customer was shown; a withdrawal may have none
     * @param source where it was said: a system, a form, a desk
     * @param moment when it was said, with offset; now if absent
     * @param text what it was, in full; personal
     */
    record Evidence(
            @Nullable String wording,
            @Nullable String source,
            @Nullable String moment,
            @Nullable String text) {

        @Override
        public String toString() {
            return "Evidence[hidden]";
        }
    }

    /** What is left when nothing is wrong. */
    record Checked(
            boolean granted,
            @Nullable String wording,
            String source,
            @Nullable Instant moment,
            @Nullable String text) {

        @Override
        public String toString() {
            return "Checked[hidden]";
        }
    }

    /** @throws Problem 400 with everything that is wrong */
    Checked checked(Instant now) {
        var problem = Problem.of(400, "invalid-request", "The request is not valid");
        if (granted == null) {
            problem.at("/granted", "is required: true or false");
        }
        if (evidence == null) {
            throw problem.at("/evidence", "is required: what was said must be shown to have been said");
        }
        var moment = moment(evidence.moment(), now, problem);
        checkWording(problem);
        var text = evidence.text();
        if (text != null && (text.isBlank() || text.length() > MAX_TEXT)) {
            problem.at("/evidence/text", "must have 1 to %,d characters".formatted(MAX_TEXT));
        }
        if (evidence.source() == null) {
            problem.at("/evidence/source", "is required: where it was said");
        } else if (!SOURCE.matcher(evidence.source()).matches()) {
            problem.at(
                    "/evidence/source",
                    "must have 1 to 128 of letters, digits and . _ : / - and begin with a letter; it names no person");
        }
        if (!problem.errors().isEmpty() || granted == null || evidence.source() == null) {
            throw problem;
        }
        return new Checked(granted, evidence.wording(), evidence.source(), moment, evidence.text());
    }

    private void checkWording(Problem problem) {
        var wording = evidence == null ? null : evidence.wording();
        if (wording == null) {
            if (Boolean.TRUE.equals(granted)) {
                problem.at("/evidence/wording", "is required: the version of the text that was agreed to");
            }
        } else if (!WORDING.matcher(wording).matches()) {
            problem.at("/evidence/wording", "must be a version: 1 to 32 of letters, digits and . _ -");
        }
    }

    private static @Nullable Instant moment(@Nullable String moment, Instant now, Problem problem) {
        if (moment == null) {
            return null;
        }
        try {
            var instant = OffsetDateTime.parse(moment).toInstant();
            if (instant.isAfter(now) || instant.isBefore(EARLIEST)) {
                problem.at("/evidence/moment", "must not be in the future, nor before 1970");
            }
            return instant;
        } catch (DateTimeParseException e) {
            problem.at("/evidence/moment", "must be an instant with offset");
            return null;
        }
    }
}
