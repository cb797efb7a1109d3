package io.journey360.analytics.journey;

import io.journey360.analytics.query.Analyses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@Tag(name = "Analytics")
class StagesController {

    private final Analyses analyses;
    private final StagesKind kind;

    StagesController(Analyses analyses, StagesKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @GetMapping("/api/v1/analytics/stages")
    @Operation(summary = "How many people stand at which stage of their current journey", description = """
                    The stage is the furthest of the five core events that the current journey has reached; cancelled and no-show are \
                    outcomes beside it.""")
    Mono<ResponseEntity<Stages>> stages(@RequestParam(required = false) @Nullable String asOf) {
        return analyses.tagged(kind, new StagesRequest(null, asOf));
    }
}
