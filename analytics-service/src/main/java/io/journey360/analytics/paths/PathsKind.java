package io.journey360.analytics.paths;

import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.query.Analysis;
import io.journey360.analytics.query.AnalysisKind;
import io.journey360.analytics.query.Asked;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class PathsKind implements AnalysisKind<PathsRequest, PathsAnswer> {

    @Override
    public String name() {
        return "paths";
    }

    @Override
    public Class<PathsRequest> request() {
        return PathsRequest.class;
    }

    @Override
    public @Nullable Object asOf(PathsRequest request) {
        return request.asOf();
    }

    @Override
    public Analysis<PathsAnswer> read(PathsRequest request, Filters filters, RequestErrors errors) {
        return new PathsAnalysis(new PathsReading(request, filters, errors).read());
    }

    private record PathsAnalysis(Paths paths) implements Analysis<PathsAnswer> {

        @Override
        public PathsAnswer answer(Asked asked) {
            return PathsAnswer.of(
                    PathEngine.run(asked.snapshot(), asked.query(), paths), asked.asOf(), asked.explain());
        }

        @Override
        public Optional<Figure> figure(Asked asked, PathsAnswer answer, FigurePath path) {
            var nodes = PathNodes.of(asked.snapshot(), paths);
            var masks = PathEngine.masks(asked.snapshot(), paths);
            int index = path.index(1);
            return new PathEvidence(nodes, answer)
                    .of(path.part(0), index, path.part(index < 0 ? 1 : 2))
                    .map(part -> new Figure(
                            Snapshot.By.PERSON,
                            paths.people(),
                            evidence -> nodes.visitor(paths, masks, part.into(evidence))));
        }
    }
}
