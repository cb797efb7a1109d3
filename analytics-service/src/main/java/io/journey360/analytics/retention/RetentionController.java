package io.journey360.analytics.retention;

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
class RetentionController {

    private static final String EXAMPLE = """
            {"start": {"event": "booked"}, "return": {"event": "booked"}, "interval": "month", "periods": 12,
             "cohorts": "first-time", "retained": "on", "zone": "Europe/Zurich"}""";

    private final Analyses analyses;
    private final RetentionKind kind;

    RetentionController(Analyses analyses, RetentionKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @PostMapping("/api/v1/analytics/retention")
    @Operation(summary = "Who comes back, by cohort and period", description = """
                    A person is in the cohort of the interval of their start event: with cohorts "first-time" of the first one they ever \
                    had, with "recurring" of every interval that has one. Period 0 is the cohort itself. They are retained in period p if \
                    they have a return event in the p-th interval after it (retained "on"), or in that or any later one \
                    ("on-or-after"). Intervals are days, ISO weeks or months of the zone, as PostHog and Mixpanel's calendar mode \
                    have them. from and to bound start events; return events may come later. A period that has not begun as of \
                    the answer's moment is absent; one that is not over is there, with complete: false. overall puts all cohorts \
                    together for which the period is over.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject(EXAMPLE)))
    Mono<RetentionAnswer> retention(@RequestBody RetentionRequest request) {
        return analyses.answer(kind, request);
    }
}
