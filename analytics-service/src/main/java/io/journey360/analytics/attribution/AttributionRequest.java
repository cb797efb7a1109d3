package io.journey360.analytics.attribution;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.journey360.analytics.query.FilterRequest;
import io.journey360.analytics.query.StepRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param touches a step or up to 20
 * @param by a dimension or {@code attributes.NAME} of the touches: {@code channel} by default
 * @param model {@code first}, {@code last}, {@code linear}, {@code u}, {@code j}, {@code inverse-j}, {@code time-decay} or {@code
 *     participation}
 * @param halfLife of time-decay; {@code P7D} by default
 * @param lookback from each goal; {@code P30D} by default
 * @param from bounds goals, as {@code to} does
 * @param asOf an instant with offset or a log position
 */
record AttributionRequest(
        @Nullable StepRequest goal,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<@Nullable StepRequest> touches,

        @Nullable String by,
        @Nullable String model,
        @Nullable String halfLife,
        @Nullable String lookback,
        @Nullable String from,
        @Nullable String to,
        @Nullable String zone,
        @Nullable FilterRequest filter,
        @Nullable Object asOf) {}
