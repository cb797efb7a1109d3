package io.journey360.touchpoint.maps;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.events.JourneyEventType;
import io.journey360.events.JourneyMapStage;
import io.journey360.events.StageEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stage as requests and answers tell it.
 *
 * @param key names the stage within its map
 * @param entry an event that any of these fits enters the stage
 * @param expectedToNext longest time promised until the next stage is entered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MapStage(
        @NotNull @Pattern(regexp = KEY, message = "must have 1 to 64 lower-case letters, digits, - and _") String key,

        @NotBlank @Size(max = LONGEST_NAME) @Pattern(regexp = TEXT, message = NO_TEXT) String name,

        @NotNull @Size(min = 1, max = MOST_ENTRIES) List<@NotNull @Valid Entry> entry,
        @Nullable Boolean optional,

        @Schema(type = "string", format = "duration", example = "P7D") @Nullable String expectedToNext,

        @Nullable @Size(max = MOST_TEXTS) List<@NotBlank @Size(max = LONGEST_TEXT) @Pattern(regexp = TEXT, message = NO_TEXT) String> expectations,

        @Nullable @Size(max = MOST_TEXTS) List<@NotBlank @Size(max = LONGEST_TEXT) @Pattern(regexp = TEXT, message = NO_TEXT) String> emotions,

        @Nullable @Size(max = MOST_TEXTS) List<@NotBlank @Size(max = LONGEST_TEXT) @Pattern(regexp = TEXT, message = NO_TEXT) String> painPoints) {

    static final int LONGEST_NAME = 256;
    static final int LONGEST_TEXT = 500;
    static final int MOST_TEXTS = 20;
    static final int MOST_ENTRIES = 50;

    /** No control characters, and no half of a surrogate pair: it has no UTF-8 form. */
    static final String TEXT = "[^\\p{Cc}\\p{Cs}]*";

    static final String NO_TEXT = "must not contain control characters or halves of characters";
    private static final String KEY = "[a-z0-9][a-z0-9_-]{0,63}";

    /** An event that is everything named here; at least one must be. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StageEntry")
    record Entry(
            @Nullable JourneyEventType event,

            @Nullable @Size(min = 1, max = LONGEST_NAME) @Pattern(regexp = TEXT, message = NO_TEXT) String action,

            @Nullable @Size(min = 1, max = LONGEST_NAME) @Pattern(regexp = TEXT, message = NO_TEXT) String touchpoint) {}

    /** @param expected what {@code expectedToNext} says */
    JourneyMapStage stage(@Nullable Duration expected) {
        return new JourneyMapStage(
                key,
                name,
                entry.stream()
                        .map(each -> new StageEntry(each.event(), each.action(), each.touchpoint()))
                        .toList(),
                Boolean.TRUE.equals(optional),
                expected,
                List.copyOf(Objects.requireNonNullElse(expectations, List.of())),
                List.copyOf(Objects.requireNonNullElse(emotions, List.of())),
                List.copyOf(Objects.requireNonNullElse(painPoints, List.of())));
    }

    static MapStage of(JourneyMapStage stage) {
        var expected = stage.expectedToNext();
        return new MapStage(
                stage.key(),
                stage.name(),
                stage.entry().stream()
                        .map(each -> new Entry(each.event(), each.action(), each.touchpoint()))
                        .toList(),
                stage.optional(),
                expected == null ? null : inDays(expected),
                stage.expectations(),
                stage.emotions(),
                stage.painPoints());
    }

    /** {@code P7D} and not {@code PT168H}. */
    private static String inDays(Duration duration) {
        long days = duration.toDays();
        var rest = duration.minusDays(days);
        if (days == 0) {
            return duration.toString();
        }
        return "P" + days + "D" + (rest.isZero() ? "" : rest.toString().substring(1));
    }
}
