package io.journey360.analytics.trends;

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
class TrendsController {

    private static final String EXAMPLE = """
            {"measure": "value", "interval": "month", "breakdown": "channel", "zone": "Europe/Zurich",
             "filter": {"event": "booked"}}""";

    private final Analyses analyses;
    private final TrendsKind kind;

    TrendsController(Analyses analyses, TrendsKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @PostMapping("/api/v1/analytics/trends")
    @Operation(
            summary = "How much of something there is in each hour, day, week, month, quarter or year",
            description = """
                    Measures: events; people, distinct in each interval and in the total; sessions, which end where a person has no \
                    event for longer than gap, counted where they begin; value, the exact sum and the mean by currency; score, the \
                    mean by survey. Intervals are those of the zone's clocks and calendar, weeks begin on Monday; those with \
                    nothing in them are there too. from and to select events. With a breakdown there is a series for each of the 50 \
                    values with the most events and one for all others; a session has the value of its first event.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject(EXAMPLE)))
    Mono<TrendsAnswer> trends(@RequestBody TrendsRequest request) {
        return analyses.answer(kind, request);
    }
}
