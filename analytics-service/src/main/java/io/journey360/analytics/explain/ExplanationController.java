package io.journey360.analytics.explain;

import io.journey360.analytics.query.FigurePath;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@Tag(name = "Analytics")
class ExplanationController {

    private final Explainer explainer;

    ExplanationController(Explainer explainer) {
        this.explainer = explainer;
    }

    @GetMapping("/api/v1/analytics/explanations/{id}")
    @Operation(summary = "The people and the events behind a figure", description = """
                    Every answer links here. A figure is named by a JSON pointer into the answer. An item is one contribution to it, with the \
                    events it is made of: a count has as many items (or people), a percentile or mean is that of the items' values, a \
                    ratio is explained by what its numerator counts. The question is asked again as of the same position, so \
                    pages never shift. Kept for 24 hours.""")
    Mono<Explanation> explain(
            @PathVariable String id,
            @Parameter(description = "A JSON pointer into the answer", example = "/steps/1/count")
                    @RequestParam(required = false)
                    @Nullable String figure,
            @Parameter(description = "Of a funnel: short for the count of the step, from 1")
                    @RequestParam(required = false)
                    @Nullable Integer step,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return Blocking.call(() -> explainer.explain(id, path(figure, step), Pages.limit(limit), cursor));
    }

    private static FigurePath path(@Nullable String figure, @Nullable Integer step) {
        if (figure != null && step != null) {
            throw Problem.invalid("/step", "must not stand beside figure");
        }
        if (figure == null) {
            int number = step == null ? 1 : step;
            if (number < 1) {
                throw Problem.invalid("/step", "counts from 1");
            }
            return FigurePath.of("steps", String.valueOf(number - 1), "count");
        }
        if (!figure.isEmpty() && !figure.startsWith("/")) {
            throw Problem.invalid("/figure", "must be a JSON pointer, like /steps/1/count");
        }
        return FigurePath.parse(figure);
    }
}
