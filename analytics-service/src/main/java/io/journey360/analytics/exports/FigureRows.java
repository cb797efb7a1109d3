package io.journey360.analytics.exports;

import io.journey360.analytics.explain.Explainer;
import io.journey360.analytics.explain.Explanation;
import io.journey360.analytics.exports.Column.Type;
import io.journey360.analytics.query.FigurePath;
import io.journey360.platform.problem.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a figure is made of: a row for each event of each contribution, contributions numbered from 1 in the explanation's order. */
final class FigureRows implements Rows {

    private static final int PAGE = 5_000;
    private static final int TRIES = 30;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final int UNAVAILABLE = 503;

    private static final List<Column> COLUMNS = List.of(
            new Column("contribution", Type.WHOLE),
            new Column("value", Type.NUMBER),
            new Column("person", Type.TEXT),
            new Column("position", Type.WHOLE),
            new Column("id", Type.TEXT),
            new Column("source", Type.TEXT),
            new Column("event", Type.TEXT),
            new Column("occurredAt", Type.TIME),
            new Column("identity", Type.TEXT));

    private final Explainer explainer;
    private final String explanation;
    private final FigurePath figure;

    FigureRows(Explainer explainer, String explanation, FigurePath figure) {
        this.explainer = explainer;
        this.explanation = explanation;
        this.figure = figure;
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    /** @throws Problem 404 or 400 when there is no such figure to be explained */
    Explanation check() {
        return explainer.explain(explanation, figure, 1, null);
    }

    @Override
    public void each(Taker taker) throws IOException, InterruptedException {
        long contribution = 0;
        String cursor = null;
        do {
            var page = page(cursor);
            for (var item : page.items()) {
                contribution++;
                var person = item.person();
                for (var event : item.events()) {
                    var identity = event.identity();
                    taker.row(new @Nullable Object[] {
                        contribution,
                        item.value(),
                        person == null ? null : person.value(),
                        event.position(),
                        event.id(),
                        event.source(),
                        event.event().wireName(),
                        event.occurredAt(),
                        identity == null ? null : identity.value()
                    });
                }
            }
            cursor = page.next();
        } while (cursor != null);
    }

    /** An export has time: it waits for its turn among the analyses, and for documents that are behind. */
    private Explanation page(@Nullable String cursor) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return explainer.explain(explanation, figure, PAGE, cursor);
            } catch (Problem problem) {
                if (problem.status() != UNAVAILABLE || tries == TRIES) {
                    throw problem;
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }
}
