package io.journey360.analytics.attribution;

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
class AttributionController {

    private static final String EXAMPLE = """
            {"goal": {"event": "booked"}, "touches": [{"event": "discovered"}, {"event": "interacted"}], "by": "channel",
             "model": "time-decay", "halfLife": "P7D", "lookback": "P30D"}""";

    private final Analyses analyses;
    private final AttributionKind kind;

    AttributionController(Analyses analyses, AttributionKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @PostMapping("/api/v1/analytics/attribution")
    @Operation(summary = "Which touches get the credit for a goal", description = """
                    Shares out every goal event, and its value, among the values (channels by default) of the touches at or before its time \
                    and within the lookback, by Adobe Analytics' models: first; last; linear; u (40 % first, 20 % between, 40 % last); j \
                    (20, 20, 60); inverse-j (60, 20, 20); time-decay (in proportion to 2^(-t/halfLife)); participation (all to each \
                    distinct value). Of two touches u gives half each, j 25 % and 75 %, inverse-j 75 % and 25 %; a single one gets all. \
                    A goal is no touch of itself. Each goal of a person has its own lookback, so a touch can be credited for several. \
                    Touches without the property are none; a goal without touches is unattributed. from and to bound goals; touches \
                    may lie before. Sums are exact and rounded at the end: credits to 6 decimals, amounts to those of the currency.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject(EXAMPLE)))
    Mono<AttributionAnswer> attribution(@RequestBody AttributionRequest request) {
        return analyses.answer(kind, request);
    }
}
