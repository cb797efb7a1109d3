package io.journey360.analytics.voice;

import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Detail;
import io.journey360.analytics.index.Snapshot;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Scale;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads reviews from the index. For one thread. */
public final class Opinions {

    private final Snapshot snapshot;
    private final Catalogue catalogue;
    private final boolean[] review;
    private final Map<Integer, Optional<Opinion>> byDetail = new HashMap<>();

    public Opinions(Snapshot snapshot, Catalogue catalogue) {
        this.snapshot = snapshot;
        this.catalogue = catalogue;
        var kinds = snapshot.kinds();
        review = new boolean[kinds.size()];
        for (int code = 0; code < review.length; code++) {
            review[code] = kinds.value(code).type() == JourneyEventType.REVIEWED;
        }
    }

    /** @return null when the event is no review, or one of a survey that nothing is known of */
    public @Nullable Opinion of(Columns rows, int row) {
        if (!review[rows.kinds()[row]]) {
            return null;
        }
        return byDetail.computeIfAbsent(
                        rows.details()[row], code -> opinion(snapshot.details().value(code)))
                .orElse(null);
    }

    private Optional<Opinion> opinion(Detail detail) {
        var name = detail.survey();
        var score = detail.score();
        var min = detail.scaleMin();
        var max = detail.scaleMax();
        return name == null || score == null || min == null || max == null
                ? Optional.empty()
                : Opinion.of(name, score, new Scale(min, max), catalogue);
    }
}
