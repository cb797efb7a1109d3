package io.journey360.analytics.stickiness;

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
class StickinessController {

    private static final String EXAMPLE = """
            {"interval": "day", "per": "month", "zone": "Europe/Zurich", "from": "2026-01-01T00:00:00+01:00",
             "filter": {"event": "interacted"}}""";

    private final Analyses analyses;
    private final StickinessKind kind;

    StickinessController(Analyses analyses, StickinessKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @PostMapping("/api/v1/analytics/stickiness")
    @Operation(summary = "In how many intervals people are active", description = """
                    Counts, for each person, the intervals (days, ISO weeks or months of the zone) in which they have an event that \
                    passes the filter, whether one or many, as PostHog's stickiness does: histogram says how many people are \
                    active in exactly so many, and in at least so many. mean is the average of active people, ratio that by \
                    the number of intervals covered. With per the same within each longer interval; of days per month ratio \
                    is the DAU/MAU ratio: the average number of people active in a day by those active in the month. from and to \
                    select events; intervals are covered as far as they have begun. With a breakdown each value is answered as \
                    if only its events had been asked for.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject(EXAMPLE)))
    Mono<StickinessAnswer> stickiness(@RequestBody StickinessRequest request) {
        return analyses.answer(kind, request);
    }
}
