package io.journey360.profile.personas;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.events.IdentityKey;
import io.journey360.events.PersonaCause;
import io.journey360.profile.personas.Evaluation.Found;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which personas a person is, and why not the others.
 *
 * @param position everything at or below this log position is considered
 * @param items by persona, the older of its versions first
 */
record PersonPersonas(IdentityKey person, long position, List<Item> items) {

    /**
     * One version of one persona.
     *
     * @param member whether it is recorded that the person is this
     * @param since when that was recorded
     * @param because what made it so: the event, or the moment until which time had to pass
     * @param whyNot for whom the rule does not hold by now
     * @param changesAt when time alone may change that, if nothing happens
     * @param history how the person entered and left, in the log's order for each identity it was recorded of
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String persona,
            String name,
            long version,
            PersonaAnswer.State state,
            boolean member,
            @Nullable Instant since,
            @Nullable PersonaCause because,
            @Nullable WhyNot whyNot,
            @Nullable Instant changesAt,
            List<Change> history) {}

    /**
     * The first condition that fails, as a reader meets them; of alternatives that all fail, the first one's.
     *
     * @param pointer JSON pointer into the rule; absent when it is not the rule that fails
     * @param condition what stands there
     * @param found what is the case instead
     * @param consentMissing the purpose without which nobody is any persona
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WhyNot(
            @Nullable String pointer,
            @Schema(implementation = Object.class) @Nullable JsonNode condition,
            @Nullable Found found,
            @Nullable String consentMissing) {}

    /**
     * Entering or leaving.
     *
     * @param identity under which it was recorded
     * @param failed JSON pointer into the rule to what failed, for who left because of it
     * @param allowedBy statements of the consents by which it was recorded that the person is this
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Change(
            boolean entered,
            Instant at,
            PersonaCause because,
            IdentityKey identity,
            @Nullable String failed,
            @Nullable List<String> allowedBy) {}
}
