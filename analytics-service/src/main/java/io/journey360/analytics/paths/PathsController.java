package io.journey360.analytics.paths;

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
class PathsController {

    private final Analyses analyses;
    private final PathsKind kind;

    PathsController(Analyses analyses, PathsKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @PostMapping("/api/v1/analytics/paths")
    @Operation(summary = "Which way people go: what follows what, how often and how fast", description = """
                    Without gap and collapse this is the directly-follows graph. At each node starts + in = out + ends = visits, before \
                    any cut; what was cut to maxEdges and maxVariants is in other.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(examples = @ExampleObject("{\"node\": \"touchpoint\", \"gap\": \"PT30M\"}")))
    Mono<PathsAnswer> paths(@RequestBody PathsRequest request) {
        return analyses.answer(kind, request);
    }
}
