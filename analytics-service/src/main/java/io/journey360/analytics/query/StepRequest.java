package io.journey360.analytics.query;

import org.jspecify.annotations.Nullable;

/** Events of one type, as far as the filter selects them. */
public record StepRequest(@Nullable String event, @Nullable FilterRequest filter) {}
