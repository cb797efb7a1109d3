package io.journey360.analytics.conformance;

import io.journey360.analytics.catalogue.JourneyMap;
import io.journey360.analytics.index.Snapshot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A journey map as events are compared with it: which stages each kind of event in a snapshot fits. */
final class MapModel {

    private final JourneyMap map;
    private final boolean[] optional;
    private final long[] fitsByKind;

    private MapModel(JourneyMap map, boolean[] optional, long[] fitsByKind) {
        this.map = map;
        this.optional = optional;
        this.fitsByKind = fitsByKind;
    }

    static MapModel of(JourneyMap map, Snapshot snapshot) {
        var stages = map.stages();
        var optional = new boolean[stages.size()];
        for (int i = 0; i < optional.length; i++) {
            optional[i] = stages.get(i).optional();
        }
        var kinds = snapshot.kinds();
        var fits = new long[kinds.size()];
        for (int code = 0; code < fits.length; code++) {
            var kind = kinds.value(code);
            for (int i = 0; i < optional.length; i++) {
                if (stages.get(i).entry().stream()
                        .anyMatch(entry -> entry.fits(kind.type(), kind.action(), kind.touchpoint()))) {
                    fits[code] |= 1L << i;
                }
            }
        }
        return new MapModel(map, optional, fits);
    }

    JourneyMap map() {
        return map;
    }

    int stages() {
        return optional.length;
    }

    /** Bit i is set when events of the kind fit stage i, counted from 0. */
    long fits(int kind) {
        return fitsByKind[kind];
    }

    Alignment alignment() {
        return new Alignment(optional);
    }

    /**
     * The longest time promised from entering one stage to entering another: that of each stage on the way together. Null when one of them
     * promises nothing.
     */
    @Nullable Duration expected(int from, int to) {
        var sum = Duration.ZERO;
        for (int i = from; i < to; i++) {
            var expected = map.stages().get(i).expectedToNext();
            if (expected == null) {
                return null;
            }
            sum = sum.plus(expected);
        }
        return sum;
    }
}
