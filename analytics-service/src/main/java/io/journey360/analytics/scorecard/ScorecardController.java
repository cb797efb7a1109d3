package io.journey360.analytics.scorecard;

import io.journey360.analytics.query.Analyses;
import io.journey360.analytics.query.FilteredByParameters;
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
@RequestMapping("/api/v1/analytics/touchpoints")
@Tag(name = "Analytics")
class ScorecardController {

    private static final String DESCRIPTION = """
            Everything counts that passes the filter and happened in [from, to). A person meets a touchpoint with the first event that \
            names it. \
            Promise: `target`, `actual` and `gap` (actual less target) by measure. Measured are waitSeconds (mean time from a check-in to \
            the call, or without one to being served, that names the touchpoint), bookingRate and conversion (people who booked, or \
            reached the goal, at that first event or later), dropOff, cancellationRate, noShowRate, nps (points), csat, ces, stars; of any \
            other measure, and before these, an indexed attribute of the same name is averaged. \
            Drop-off: people whose journey ended here, that is with an event of this touchpoint, nothing after it for as long as \
            journeys may be silent (P30D unless configured), and nothing served or reviewed in it, of the people who met it. \
            Impact: how people who met the touchpoint differ from those who did not, with 95 % confidence intervals: conversion \
            (reached a goal, `booked` or `served` by default, at the first meeting or later, against reached it at all; Newcombe's interval \
            from two Wilson intervals) and NPS (each person's last answer; normal interval from the variances). It is an association, \
            not a cause. Touchpoints that only events name are there with `declared: false`, declared ones nobody met too.""";

    private final Analyses analyses;
    private final ScorecardKind kind;

    ScorecardController(Analyses analyses, ScorecardKind kind) {
        this.analyses = analyses;
        this.kind = kind;
    }

    @GetMapping
    @FilteredByParameters
    @Operation(
            summary = "What each touchpoint promises, delivers and goes along with",
            description = DESCRIPTION,
            parameters = {
                @Parameter(in = ParameterIn.QUERY, name = "goal", example = "booked,served"),
                @Parameter(in = ParameterIn.QUERY, name = "limit", example = "100")
            })
    Mono<ResponseEntity<ScorecardAnswer>> touchpoints(
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        return Mono.defer(() -> analyses.tagged(kind.inParameters(), ScorecardRequest.of(parameters)));
    }

    @PostMapping
    @Operation(summary = "The scorecard of touchpoints, with any filter", description = DESCRIPTION)
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            "{\"goal\": \"served\", \"filter\": {\"location\": [\"Bern\", \"Thun\"]}}")))
    Mono<ScorecardAnswer> touchpoints(@RequestBody ScorecardRequest request) {
        return analyses.answer(kind, request);
    }
}
