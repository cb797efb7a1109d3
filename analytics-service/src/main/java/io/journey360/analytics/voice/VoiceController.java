package io.journey360.analytics.voice;

import static io.journey360.analytics.query.FilterParameters.first;

import io.journey360.analytics.query.Analyses;
import io.journey360.analytics.query.FilterParameters;
import io.journey360.analytics.query.FilteredByParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Set;
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
@RequestMapping("/api/v1/analytics/voice")
@Tag(name = "Analytics")
class VoiceController {

    private static final Set<String> PARAMETERS = Set.of("by", "interval", "zone", "from", "to", "asOf");
    private static final String DESCRIPTION = """
            Counts reviews. NPS is the percentage of 9s and 10s less that of 0s to 6s, in points from -100 to 100 (not a ratio); CSAT the \
            share, 0 to 1, of the top two of five boxes, and the mean; CES the mean on 1 to 7, higher meaning less effort; stars the mean on \
            1 to 5. Each with n and its distribution. An answer on another scale is stretched to the survey's own linearly, one to a \
            survey defined as lower-better is turned; `rescaled` counts them. Reviews of surveys that are neither defined nor one of \
            nps, csat, ces and stars are left out. The 50 values of `by` with most reviews are shown, the rest as `other`.""";

    private final Analyses analyses;
    private final VoiceKind kind;

    VoiceController(Analyses analyses, VoiceKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @GetMapping
    @FilteredByParameters
    @Operation(
            summary = "What customers say: NPS, CSAT, CES and stars",
            description = DESCRIPTION,
            parameters = {
                @Parameter(
                        in = ParameterIn.QUERY,
                        name = "by",
                        example = "touchpoint",
                        description =
                                "touchpoint, service, channel, location or another property of the review, attributes.NAME, or interval"),
                @Parameter(
                        in = ParameterIn.QUERY,
                        name = "interval",
                        example = "week",
                        description = "hour, day, week, month, quarter or year: divides by time, beside by too"),
                @Parameter(in = ParameterIn.QUERY, name = "zone", example = "Europe/Zurich")
            })
    Mono<ResponseEntity<VoiceAnswer>> voice(
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        return Mono.defer(() -> analyses.tagged(
                kind.inParameters(),
                new VoiceRequest(
                        first(parameters, "by"),
                        first(parameters, "interval"),
                        first(parameters, "zone"),
                        first(parameters, "from"),
                        first(parameters, "to"),
                        FilterParameters.of(parameters, PARAMETERS),
                        first(parameters, "asOf"))));
    }

    @PostMapping
    @Operation(summary = "What customers say, with any filter", description = DESCRIPTION)
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            "{\"by\": \"touchpoint\", \"interval\": \"month\", \"filter\": {\"channel\": {\"not\": \"phone\"}}}")))
    Mono<VoiceAnswer> voice(@RequestBody VoiceRequest request) {
        return analyses.answer(kind, request);
    }
}
