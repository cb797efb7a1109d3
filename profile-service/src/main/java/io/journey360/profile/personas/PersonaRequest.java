package io.journey360.profile.personas;

import io.journey360.events.PersonaId;
import io.journey360.platform.problem.Problem;
import io.journey360.profile.consents.ConsentSettings;
import io.journey360.profile.domain.PersonaTerms;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A definition.
 *
 * @param rule {@code all}, {@code any} and {@code not} of conditions on events, traits and consents
 */
record PersonaRequest(
        @Nullable String name,
        @Nullable String description,
        @Schema(implementation = Object.class) @Nullable JsonNode rule) {

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_DESCRIPTION = 2_000;

    /** Names stand in filters, where {@code @} comes before a version, and in paths. */
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /** No control characters, and no half of a surrogate pair: it has no UTF-8 form. */
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cc}\\p{Cs}]*");

    /** The same rule is the same text, however its fields are ordered. */
    private static final JsonMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    /** @throws Problem 404 for what cannot be a persona's name */
    static PersonaId id(String name) {
        if (!ID.matcher(name).matches()) {
            throw Problem.notFound("No persona can have this id: up to 64 of a-z, 0-9 and -");
        }
        return PersonaId.named(name);
    }

    /** @throws Problem 400 with everything that is wrong */
    PersonaTerms checked(ConsentSettings consents) {
        var problem = Problem.of(400, "invalid-request", "The request is not valid");
        checkText(name, "/name", LONGEST_NAME, problem);
        if (name == null) {
            problem.at("/name", "is required");
        }
        checkText(description, "/description", LONGEST_DESCRIPTION, problem);
        var text = rule == null || rule.isNull() ? null : SORTED.writeValueAsString(rule);
        if (rule == null || text == null) {
            problem.at("/rule", "is required: whom the persona holds for");
        } else if (text.getBytes(StandardCharsets.UTF_8).length > RuleReader.MAX_BYTES) {
            problem.at("/rule", "must have at most %,d bytes".formatted(RuleReader.MAX_BYTES));
        } else {
            RuleReader.read(rule, consents.purposes()::contains, "/rule", problem);
        }
        if (!problem.errors().isEmpty() || name == null || text == null) {
            throw problem;
        }
        return new PersonaTerms(name, description, text);
    }

    private static void checkText(@Nullable String text, String pointer, int longest, Problem problem) {
        if (text != null && (text.isBlank() || text.length() > longest)) {
            problem.at(pointer, "must have 1 to %,d characters".formatted(longest));
        } else if (text != null && !TEXT.matcher(text).matches()) {
            problem.at(pointer, "must not contain control characters or halves of characters");
        }
    }
}
