package io.journey360.profile.consents;

import io.journey360.platform.problem.Problem;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A statement and its evidence.
 *
 * @param granted false for a withdrawal
 * @param evidence what can be shown when somebody asks: a text, or an object of which {@code wording} (version of the text the
 *     customer was shown), {@code source} (where it was said: a system, a form, a desk), {@code moment} (when, with offset; now
 *     if absent) and {@code text} (what it was, in full) are known by name; whatever else it has is kept with the text. What is
 *     not one of the first three may be personal and is sealed.
 */
record ConsentRequest(@Nullable Boolean granted, @Nullable JsonNode evidence) {

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final int MAX_TEXT = 8_000;
    private static final String UNSTATED_SOURCE = "profile-service";
    private static final Pattern WORDING = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z][A-Za-z0-9._:/-]{0,127}");
    private static final Set<String> NAMED = Set.of("wording", "source", "moment");

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

    /** The evidence belongs in no log line. */
    @Override
    public String toString() {
        return "ConsentRequest[hidden]";
    }

    /** @throws Problem 400 with everything that is wrong */
    Checked checked(Instant now) {
        var problem = Problem.of(400, "invalid-request", "The request is not valid");
        if (granted == null) {
            problem.at("/granted", "is required: true or false");
        }
        if (evidence == null || evidence.isNull() || evidence.isEmpty() && evidence.isContainer()) {
            throw problem.at("/evidence", "is required: what was said must be shown to have been said");
        }
        if (!evidence.isString() && !evidence.isObject()) {
            throw problem.at("/evidence", "must be a text or an object");
        }
        var moment = moment(named("moment", problem), now, problem);
        var wording = named("wording", problem);
        if (wording != null && !WORDING.matcher(wording).matches()) {
            problem.at("/evidence/wording", "must be a version: 1 to 32 of letters, digits and . _ -");
        }
        var source = named("source", problem);
        if (source != null && !SOURCE.matcher(source).matches()) {
            problem.at(
                    "/evidence/source",
                    "must have 1 to 128 of letters, digits and . _ : / - and begin with a letter; it names no person");
        }
        var text = text();
        if (text != null && (text.isBlank() || text.length() > MAX_TEXT)) {
            problem.at(
                    evidence.isString() ? "/evidence" : "/evidence/text",
                    "must have 1 to %,d characters".formatted(MAX_TEXT));
        }
        if (!problem.errors().isEmpty() || granted == null) {
            throw problem;
        }
        return new Checked(granted, wording, source == null ? UNSTATED_SOURCE : source, moment, text);
    }

    private @Nullable String named(String field, Problem problem) {
        var value = evidence == null ? null : evidence.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            problem.at("/evidence/" + field, "must be a string");
            return null;
        }
        return value.stringValue();
    }

    /** The text, or a JSON object of all that is not known by name if there is more. */
    private @Nullable String text() {
        if (evidence == null || evidence.isString()) {
            return evidence == null ? null : evidence.stringValue();
        }
        var rest = (ObjectNode) evidence.deepCopy();
        rest.remove(NAMED);
        if (rest.size() == 1 && rest.path("text").isString()) {
            return rest.path("text").stringValue();
        }
        return rest.isEmpty() ? null : rest.toString();
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
