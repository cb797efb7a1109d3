package io.journey360.analytics.voice;

import io.journey360.analytics.query.FilterRequest;
import org.jspecify.annotations.Nullable;

/**
 * @param by {@code touchpoint}, {@code channel}, {@code service}, {@code location}, {@code source}, {@code action}, {@code event} or
 *     {@code interval}: what the answer is divided by besides being given as a whole
 * @param interval {@code hour}, {@code day}, {@code week} (from Monday), {@code month}, {@code quarter} or {@code year}; divides by the time of the
 *     review, beside {@code by} too
 * @param zone whose calendar the intervals are of, UTC by default
 * @param from bounds the time of the review, as {@code to} does
 * @param asOf an instant with offset or a log position
 */
record VoiceRequest(
        @Nullable String by,
        @Nullable String interval,
        @Nullable String zone,
        @Nullable String from,
        @Nullable String to,
        @Nullable FilterRequest filter,
        @Nullable Object asOf) {}
