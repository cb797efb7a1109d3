package io.journey360.profile.personas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.journey360.events.IdentityKey;
import io.journey360.profile.personas.Recorded.Member;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A persona as it is defined, with its two latest versions side by side.
 *
 * @param version the one that answers for the persona; absent until everybody was looked at once
 * @param versions the newest last
 * @param compared absent while there is one version
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PersonaAnswer(
        String id,
        String name,
        @Nullable String description,
        @Nullable Long version,
        List<Version> versions,
        @Nullable Compared compared) {

    /** Whether a version answers for its persona. */
    enum State {
        /** Not everybody has been looked at yet. */
        @JsonProperty("evaluating")
        EVALUATING,
        @JsonProperty("in-force")
        IN_FORCE,
        /** A newer one answers for the persona; this one is kept up beside it. */
        @JsonProperty("superseded")
        SUPERSEDED
    }

    /**
     * One version of the rule.
     *
     * @param people for how many persons it is recorded by now
     * @param evaluatedAt when everybody had been looked at
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Version(
            long version,
            @Schema(implementation = Object.class) JsonNode rule,
            State state,
            long people,
            Instant definedAt,
            @Nullable Instant evaluatedAt) {}

    /**
     * How the people of two versions differ.
     *
     * @param both persons for whom both hold
     */
    record Compared(long older, long newer, long both, long onlyOlder, long onlyNewer) {}

    /** Costs a look at everybody of the smaller version, if they are to be compared. */
    static PersonaAnswer of(Personas.Defined persona, boolean compared, JsonMapper json) {
        var definition = persona.newest().definition();
        var inForce = persona.inForce().orElse(null);
        return new PersonaAnswer(
                persona.id().name(),
                definition.name(),
                definition.description(),
                inForce == null ? null : inForce.definition().version(),
                persona.versions().stream()
                        .map(version -> version(version, inForce, json))
                        .toList(),
                compared && persona.versions().size() == Personas.VERSIONS_KEPT ? compared(persona) : null);
    }

    private static Version version(PersonaVersion version, @Nullable PersonaVersion inForce, JsonMapper json) {
        var definition = version.definition();
        var evaluated = version.evaluated();
        return new Version(
                definition.version(),
                json.readTree(definition.rule()),
                state(version, inForce),
                version.recorded().members().size(),
                definition.occurredAt(),
                evaluated == null ? null : evaluated.occurredAt());
    }

    static State state(PersonaVersion version, @Nullable PersonaVersion inForce) {
        if (!version.isEvaluated()) {
            return State.EVALUATING;
        }
        return version == inForce ? State.IN_FORCE : State.SUPERSEDED;
    }

    private static Compared compared(Personas.Defined persona) {
        var older = persona.versions().getFirst();
        var newer = persona.versions().getLast();
        var ofOlder = older.recorded().members();
        var ofNewer = newer.recorded().members();
        long both = both(ofOlder, ofNewer);
        return new Compared(
                older.definition().version(),
                newer.definition().version(),
                both,
                ofOlder.size() - both,
                ofNewer.size() - both);
    }

    private static long both(SortedMap<IdentityKey, Member> one, SortedMap<IdentityKey, Member> other) {
        var fewer = one.size() < other.size() ? one : other;
        var more = fewer == one ? other : one;
        return fewer.keySet().stream().filter(more::containsKey).count();
    }
}
