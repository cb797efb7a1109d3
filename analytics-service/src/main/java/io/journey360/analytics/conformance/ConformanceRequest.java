package io.journey360.analytics.conformance;

import io.journey360.analytics.query.FilterRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * @param map name of a journey map
 * @param version of the map; the latest by default
 * @param by {@code journey} (the default) or {@code customer}: what fitness is measured for
 * @param from with {@code to} selects journeys by their first event
 * @param filter selects the events that journeys are made of, and people
 * @param asOf an instant with offset or a log position, of the map too
 */
record ConformanceRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String map,

        @Nullable Long version,
        @Nullable String by,
        @Nullable String from,
        @Nullable String to,
        @Nullable String zone,
        @Nullable FilterRequest filter,
        @Nullable Object asOf) {}
