package io.journey360.touchpoint.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which rows of a file make which events.
 *
 * <p>Texts are templates: {@code "hotel-{row}"} puts in what the name in braces stands for: a column (of XES an event's
 * attribute, or with {@code trace.} before it its trace's; of NDJSON a member, nested ones by a dot), one of {@code times},
 * {@code row} (the row's number from 1) or {@code file}. A brace itself is written twice. A text of which some name is absent in
 * the row is absent as a whole, and with it the event's field.
 *
 * @param source of the events, for good: (source, id) names an event
 * @param zone IANA; of times that name none. UTC by default
 * @param key columns that name a row, whatever file it comes in; without any, file and row number do
 * @param absent what a column says when it says nothing; the empty text by default
 * @param times dates and times to compute from columns, by the name that templates use
 * @param events what a row makes, in the order they happened if their times are equal
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ImportMapping(
        @NotNull FileFormat format,
        @NotNull String source,
        @Nullable String zone,
        @Nullable List<@NotNull String> key,
        @Nullable List<@NotNull String> absent,
        @Nullable Map<String, @NotNull @Valid TimeRule> times,
        @NotNull List<@NotNull @Valid EventRule> events) {

    /**
     * A time. Either {@code value}, read by {@code format} (a pattern as of Java's DateTimeFormatter, in English; {@code iso} by
     * default; {@code epoch-seconds}, {@code epoch-millis}), or {@code from} another time, or {@code year}, {@code month} (number or
     * English name) and {@code day}. A date without time is its first moment in the mapping's zone. Then {@code plus} and
     * {@code minus}: a number of {@code days}, {@code hours}, {@code minutes} or {@code seconds}.
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record TimeRule(
            @Nullable String value,
            @Nullable String format,
            @Nullable String from,
            @Nullable String year,
            @Nullable String month,
            @Nullable String day,
            @Nullable Map<String, @NotNull String> plus,
            @Nullable Map<String, @NotNull String> minus) {}

    /**
     * An event that a row makes.
     *
     * @param when conditions on columns, all of which must hold: a value, a list of them (or), {@code {"not": …}} (also where
     *     absent), {@code {"exists": true|false}}
     * @param id what tells the event from the row's others; its type by default
     * @param time a template
     * @param data the event's data as in the collector, its texts templates; {@code {"number": "{column}"}} makes a number. Attributes may
     *     be any names
     * @param otherAttributes true to take every column that is not used elsewhere in the event as an attribute
     * @param leaveOut columns that {@code otherAttributes} does not take
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record EventRule(
            @Nullable Map<String, JsonNode> when,
            @NotNull String type,
            @Nullable String id,
            @Nullable String time,
            @NotNull Map<String, JsonNode> data,
            @Nullable Boolean otherAttributes,
            @Nullable List<@NotNull String> leaveOut) {

        boolean takesOtherAttributes() {
            return Boolean.TRUE.equals(otherAttributes);
        }
    }

    List<String> keyColumns() {
        return Objects.requireNonNullElse(key, List.of());
    }

    List<String> absentTexts() {
        return Objects.requireNonNullElse(absent, List.of(""));
    }

    Map<String, TimeRule> timeRules() {
        return Objects.requireNonNullElse(times, Map.of());
    }
}
