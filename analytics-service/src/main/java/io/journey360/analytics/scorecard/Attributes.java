package io.journey360.analytics.scorecard;

import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.filter.Condition;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Snapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The measures touchpoints promise that are indexed attributes of events too. */
final class Attributes {

    private final Snapshot snapshot;
    private final List<String> measures = new ArrayList<>();
    private final List<Integer> at = new ArrayList<>();

    Attributes(Snapshot snapshot, Catalogue catalogue) {
        this.snapshot = snapshot;
        var promised = new TreeSet<String>();
        catalogue
                .touchpoints()
                .forEach(touchpoint -> promised.addAll(touchpoint.target().keySet()));
        for (var measure : promised) {
            int index = snapshot.attributeNames().indexOf(measure);
            if (index >= 0) {
                measures.add(measure);
                at.add(index);
            }
        }
    }

    List<String> measures() {
        return measures;
    }

    /** The number an event carries; null when it carries none. */
    @Nullable BigDecimal value(int measure, Columns rows, int row) {
        var codes = rows.attributes();
        return codes != null
                        && Condition.comparable(
                                        snapshot.attributes().value(codes[row]).get(at.get(measure)))
                                instanceof BigDecimal number
                ? number
                : null;
    }
}
