package io.journey360.analytics.journey;

import io.journey360.analytics.query.Analyses;
import io.journey360.analytics.query.FilterParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@Tag(name = "Analytics")
class StagesController {

    private static final Set<String> PARAMETERS = Set.of("asOf");

    private final Analyses analyses;
    private final StagesKind kind;

    StagesController(Analyses analyses, StagesKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @GetMapping("/api/v1/analytics/stages")
    @Operation(
            summary = "How many people stand at which stage of their current journey",
            description = """
                    The stage is the furthest of the five core events that the current journey has reached; cancelled and no-show are \
                    outcomes beside it.""",
            parameters = {
                @Parameter(
                        in = ParameterIn.QUERY,
                        name = "asOf",
                        description = "An instant with offset or a log position"),
                @Parameter(
                        in = ParameterIn.QUERY,
                        name = "persona",
                        example = "gold",
                        description =
                                "As every field of a filter (attributes.NAME for attributes): a value, or several separated by commas")
            })
    Mono<ResponseEntity<Stages>> stages(
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        return Mono.defer(() -> analyses.tagged(
                kind,
                new StagesRequest(
                        FilterParameters.of(parameters, PARAMETERS), FilterParameters.first(parameters, "asOf"))));
    }
}
