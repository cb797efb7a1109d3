package io.journey360.analytics.painpoints;

import io.journey360.analytics.query.Analyses;
import io.journey360.analytics.query.FilteredByParameters;
import io.journey360.analytics.scorecard.ScorecardRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/analytics/pain-points")
@Tag(name = "Analytics")
class PainPointsController {

    private static final String DESCRIPTION = """
            Ranks touchpoints by score = people × severity: so many people hurt as badly as can be. Severity is \
            1 − (1 − part₁) × … × (1 − part₆), 0 to 1, never less for any part being more. The parts, each 0 to 1 and each in the answer with \
            what it comes from: `lowScore`: lower end of Wilson's 95 % interval of the share of low answers (nps detractors, others in the \
            lower half of the scale) among reviews of the touchpoint; `cancelled` and `noShow`: share of its people who cancelled or missed \
            a booking here; `dropOff`: what the share of people whose journey ended here unfulfilled has above that of all touchpoints \
            together; `brokenPromise`: gap ÷ (gap + target) of the worst broken promise, without signs; `waiting`: 1 − mean of all \
            waits ÷ mean wait here, not below 0, and 0 where a wait was promised. People, promises and drop-off are the scorecard's.""";

    private final Analyses analyses;
    private final PainPointsKind kind;

    PainPointsController(Analyses analyses, PainPointsKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @GetMapping
    @FilteredByParameters
    @Operation(
            summary = "Where customers are hurt most",
            description = DESCRIPTION,
            parameters = {
                @Parameter(in = ParameterIn.QUERY, name = "limit", example = "20"),
                @Parameter(
                        in = ParameterIn.QUERY,
                        name = "goal",
                        description = "Of the measure conversion, booked or served by default")
            })
    Mono<ResponseEntity<PainPointsAnswer>> painPoints(
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        return Mono.defer(() -> analyses.tagged(kind.inParameters(), ScorecardRequest.of(parameters)));
    }

    @PostMapping
    @Operation(summary = "Where customers are hurt most, with any filter", description = DESCRIPTION)
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(examples = @ExampleObject("{\"limit\": 10, \"filter\": {\"location\": \"Bern\"}}")))
    Mono<PainPointsAnswer> painPoints(@RequestBody ScorecardRequest request) {
        return analyses.answer(kind, request);
    }
}
