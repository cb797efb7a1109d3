package io.journey360.analytics.funnel;

import io.journey360.analytics.query.Analyses;
import io.journey360.analytics.query.FilterParameters;
import io.journey360.analytics.query.FilteredByParameters;
import io.journey360.events.JourneyEventType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
@RequestMapping("/api/v1/analytics/funnel")
@Tag(name = "Analytics")
class FunnelController {

    private static final String EXAMPLE = """
            {"steps": [{"event": "booked", "filter": {"channel": ["web", "app"]}}, {"event": "checked-in"}, {"event": "served"}],
             "window": "P30D", "by": "booking"}""";

    private static final List<FunnelRequest.@Nullable Step> CORE_STAGES = Stream.of(
                    JourneyEventType.DISCOVERED,
                    JourneyEventType.BOOKED,
                    JourneyEventType.CHECKED_IN,
                    JourneyEventType.SERVED,
                    JourneyEventType.REVIEWED)
            .<FunnelRequest.@Nullable Step>map(type -> new FunnelRequest.Step(type.wireName(), null, null))
            .toList();

    private static final Set<String> PARAMETERS = Set.of("window", "by", "from", "to", "asOf");

    private final Analyses analyses;
    private final FunnelKind kind;

    FunnelController(Analyses analyses, FunnelKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @PostMapping
    @Operation(summary = "How far people get along a series of steps, and how long it takes them", description = """
                    Counts units that have a chain of distinct events in the order of the steps, from the first to the last within \
                    the window. `strict`: and nothing happened in between; `any`: in whatever order, from the earliest to the \
                    latest within the window. Counts and percentiles are exact; times are in seconds and come from the unit's \
                    canonical chain: the longest, then the one that ends earliest, then the one that starts latest, then the one \
                    whose events between are earliest; in any order, the time of step k is that from the (k - 1)th to the kth of \
                    its events as they happened. An optional step counts where a further event matches it between the chain's \
                    required steps around it; it changes no figure of these, and `ofPrevious`, `dropOff` and `timeFromPrevious` \
                    are always from the required step before. Exclusions lie between required steps and need an order. \
                    Histograms have the same buckets in every answer. `open` are units that have not finished and still can.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject(EXAMPLE)))
    Mono<FunnelAnswer> funnel(@RequestBody FunnelRequest request) {
        return analyses.answer(kind, request);
    }

    @GetMapping
    @FilteredByParameters
    @Operation(
            summary = "The funnel of the five core stages, from discovered to reviewed",
            parameters = {
                @Parameter(in = ParameterIn.QUERY, name = "window", example = "P30D"),
                @Parameter(in = ParameterIn.QUERY, name = "by", example = "customer")
            })
    Mono<ResponseEntity<FunnelAnswer>> coreStages(
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        return Mono.defer(() -> analyses.tagged(
                kind,
                new FunnelRequest(
                        CORE_STAGES,
                        null,
                        FilterParameters.first(parameters, "window"),
                        FilterParameters.first(parameters, "by"),
                        null,
                        null,
                        null,
                        FilterParameters.first(parameters, "from"),
                        FilterParameters.first(parameters, "to"),
                        null,
                        FilterParameters.of(parameters, PARAMETERS),
                        FilterParameters.first(parameters, "asOf"))));
    }
}
