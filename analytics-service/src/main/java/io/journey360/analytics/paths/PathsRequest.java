package io.journey360.analytics.paths;

import io.journey360.analytics.query.FilterRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param node {@code event}, {@code action}, {@code touchpoint} or {@code channel}
 * @param gap a longer time between two events ends a path and begins another
 * @param collapse events of the same node in a row are one visit
 * @param startAt a path begins at its first visit there; paths without one are left out
 * @param endAt a path ends at its first visit there from its start on; paths without one are left out
 * @param maxSteps a path is cut after as many visits; unlimited by default
 * @param maxEdges 1 to 10,000, 200 by default
 * @param maxVariants 1 to 10,000, 100 by default
 * @param measures any of {@code people}, {@code times} and {@code variants}: what is wanted besides counts, everything by
 *     default; what is not wanted is not computed
 * @param from selects events, as {@code to} does
 * @param asOf an instant with offset or a log position
 */
record PathsRequest(
        @Nullable String node,
        @Nullable String gap,
        @Nullable Boolean collapse,
        @Nullable String startAt,
        @Nullable String endAt,
        @Nullable Integer maxSteps,
        @Nullable Integer maxEdges,
        @Nullable Integer maxVariants,
        @Nullable List<String> measures,
        @Nullable String from,
        @Nullable String to,
        @Nullable String zone,
        @Nullable FilterRequest filter,
        @Nullable Object asOf) {}
