package io.journey360.analytics.funnel;

import io.journey360.analytics.query.Analyses;
import io.journey360.events.JourneyEventType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/analytics/funnel")
class FunnelController {

    private static final List<FunnelRequest.@Nullable Step> CORE_STAGES = Stream.of(
                    JourneyEventType.DISCOVERED,
                    JourneyEventType.BOOKED,
                    JourneyEventType.CHECKED_IN,
                    JourneyEventType.SERVED,
                    JourneyEventType.REVIEWED)
            .<FunnelRequest.@Nullable Step>map(type -> new FunnelRequest.Step(type.wireName(), null, null))
            .toList();

    private final Analyses analyses;

    FunnelController(Analyses analyses) {
        this.analyses = analyses;
    }

    @PostMapping
    Mono<FunnelAnswer> funnel(@RequestBody FunnelRequest request) {
        return analyses.answer(request.asOf(), (filters, errors) -> {
            var funnel = new FunnelReading(request, filters, errors).read();
            return (snapshot, query, asOf, openUntil) -> FunnelAnswer.of(
                    FunnelEngine.run(snapshot, query, funnel, openUntil),
                    Objects.requireNonNull(request.steps()).stream()
                            .map(step -> Objects.requireNonNull(
                                    Objects.requireNonNull(step).event()))
                            .toList(),
                    funnel.breakdown() != null,
                    asOf);
        });
    }

    /** The five core stages. */
    @GetMapping
    Mono<FunnelAnswer> coreStages(
            @RequestParam(required = false) @Nullable String window,
            @RequestParam(required = false) @Nullable String by,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String asOf) {
        return funnel(new FunnelRequest(CORE_STAGES, null, window, by, null, null, null, from, to, null, null, asOf));
    }
}
