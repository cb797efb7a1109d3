package io.journey360.analytics.lifecycle;

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
class LifecycleController {

    private static final String EXAMPLE = """
            {"interval": "week", "zone": "Europe/Zurich", "from": "2026-01-01T00:00:00+01:00",
             "filter": {"event": ["interacted", "booked"]}}""";

    private final Analyses analyses;
    private final LifecycleKind kind;

    LifecycleController(Analyses analyses, LifecycleKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @PostMapping("/api/v1/analytics/lifecycle")
    @Operation(
            summary = "Who is new, returns, is resurrected or falls dormant, interval by interval",
            description = """
                    A person is active in an interval (day, ISO week or month of the zone) in which they have an event that passes the \
                    filter. new: active, and never before, however long ago; returning: active, and in the interval before; \
                    resurrecting: active, not in the interval before, but earlier; dormant: not active, but in the interval before, \
                    given as a positive number. As in PostHog's lifecycle; the active of one interval are the returning and the \
                    dormant of the next. Intervals that overlap [from, to) are shown, whole; what happened before counts all the \
                    same. With a breakdown each value is answered as if only its events had been asked for.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject(EXAMPLE)))
    Mono<LifecycleAnswer> lifecycle(@RequestBody LifecycleRequest request) {
        return analyses.answer(kind, request);
    }
}
