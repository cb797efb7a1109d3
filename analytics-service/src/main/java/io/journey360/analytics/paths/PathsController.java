package io.journey360.analytics.paths;

import io.journey360.analytics.query.Analyses;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class PathsController {

    private final Analyses analyses;

    PathsController(Analyses analyses) {
        this.analyses = analyses;
    }

    @PostMapping("/api/v1/analytics/paths")
    Mono<PathsAnswer> paths(@RequestBody PathsRequest request) {
        return analyses.answer(request.asOf(), (filters, errors) -> {
            var paths = new PathsReading(request, filters, errors).read();
            return (snapshot, query, asOf, openUntil) -> PathsAnswer.of(PathEngine.run(snapshot, query, paths), asOf);
        });
    }
}
