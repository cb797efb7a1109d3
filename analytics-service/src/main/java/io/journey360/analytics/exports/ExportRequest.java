package io.journey360.analytics.exports;

import io.journey360.analytics.query.FilterRequest;
import org.jspecify.annotations.Nullable;

/**
 * @param format {@code csv} or {@code parquet}
 * @param events which events; this or {@code explanation}
 * @param explanation the rows of which figure
 */
record ExportRequest(
        @Nullable String format,
        @Nullable Events events,
        @Nullable Explanation explanation) {

    /**
     * @param from bounds the time of the events, as {@code to} does
     * @param asOf an instant with offset or a log position
     */
    record Events(
            @Nullable FilterRequest filter,
            @Nullable String from,
            @Nullable String to,
            @Nullable String zone,
            @Nullable Object asOf) {}

    /**
     * @param id of the explanation, as answers link to it
     * @param figure a JSON pointer into the answer
     */
    record Explanation(@Nullable String id, @Nullable String figure) {}
}
