package io.journey360.analytics.journey;

import io.journey360.analytics.query.FilterRequest;
import org.jspecify.annotations.Nullable;

/**
 * @param filter the events that journeys are made of, and the people
 * @param asOf an instant with offset or a log position
 */
record StagesRequest(
        @Nullable FilterRequest filter, @Nullable Object asOf) {}
