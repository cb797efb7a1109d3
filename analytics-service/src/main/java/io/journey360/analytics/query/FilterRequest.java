package io.journey360.analytics.query;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events, and with persona and customer which people. Each is a value, a list of which one must match, {@code {not}}
 * with either of these (also where absent), {@code {from, to}} (half-open) or {@code {exists}}. All must hold.
 *
 * @param attributes by name, of those that are indexed
 * @param customer any identity key of a person
 */
public record FilterRequest(
        @Nullable Object event,
        @Nullable Object action,
        @Nullable Object touchpoint,
        @Nullable Object channel,
        @Nullable Object service,
        @Nullable Object location,
        @Nullable Object source,
        @Nullable Map<String, @Nullable Object> attributes,
        @Nullable Object persona,
        @Nullable Object customer) {}
