package io.journey360.analytics.conformance;

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
class ConformanceController {

    private final Analyses analyses;
    private final ConformanceKind kind;

    ConformanceController(Analyses analyses, ConformanceKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @PostMapping("/api/v1/analytics/conformance")
    @Operation(summary = "How journeys went beside how a journey map means them to go", description = """
                    Each journey (a person's events until 30 days of silence, or until a discovered after a served or reviewed) is aligned \
                    with the map: an event that fits a later stage enters it, one that fits the stage the journey is in stays there, any other is \
                    a deviation. A deviation costs 1, a stage left out costs 1 unless it is optional; the cheapest explanation counts, and of \
                    equally cheap ones that which enters stages earliest. fitness = 1 - cost / worst, where the worst is every event of the \
                    map unexplained and every required stage left out: the optimal alignments of van der Aalst, Adriansyah and van Dongen (2012). A \
                    journey that may still go on is compared with the beginnings of the map (prefix alignment). Events that fit no stage are \
                    passed over. A transition is late when it took longer than the stages on its way promise together.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(examples = @ExampleObject("{\"map\": \"advice\", \"by\": \"journey\"}")))
    Mono<ConformanceAnswer> conformance(@RequestBody ConformanceRequest request) {
        return analyses.answer(kind, request);
    }
}
