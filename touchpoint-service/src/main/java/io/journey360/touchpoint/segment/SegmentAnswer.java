package io.journey360.touchpoint.segment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Segment's libraries look for, and beside it what they pass by: messages that were not taken. Those would be refused again, and
 * a library sends again only what was answered with 429 or 5xx.
 *
 * @param removed what was left out of messages that were taken
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record SegmentAnswer(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "true")
        boolean success,

        List<Rejected> rejected,
        List<Removed> removed) {

    /** @param index of the message in its batch, from 0 */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rejected(int index, @Nullable String messageId, Map<String, Object> problem) {}

    /** @param fields JSON pointers into the message of what is not kept or stands for something personal */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Removed(int index, @Nullable String messageId, List<String> fields) {}
}
