package io.journey360.analytics.times;

import io.journey360.analytics.query.Analyses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@Tag(name = "Analytics")
class TimesController {

    private static final String EXAMPLE = """
            {"start": {"event": "booked", "filter": {"channel": ["web", "app"]}}, "end": {"event": "checked-in"},
             "window": "P90D", "by": "booking", "breakdown": "service"}""";

    private final Analyses analyses;
    private final TimesKind kind;

    TimesController(Analyses analyses, TimesKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @PostMapping("/api/v1/analytics/times")
    @Operation(summary = "How long it takes from one event to another", description = """
                    With pairing "first" there is at most one time a unit: to its earliest end event that has a start event at or before it \
                    and within the window, from the latest such start; the same as timeFromPrevious of a funnel of the two steps. \
                    With "each" there is one for every start event that is ended: by the first end event at or after it, unless a \
                    later start event comes before. from and to bound start events. Percentiles are exact, interpolated \
                    linearly (Hyndman and Fan's type 7); times are in seconds. The histogram's edges are always the same. What \
                    was started and not ended within the window is notEnded; what still may end is open.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject(EXAMPLE)))
    Mono<TimesAnswer> times(@RequestBody TimesRequest request) {
        return analyses.answer(kind, request);
    }
}
