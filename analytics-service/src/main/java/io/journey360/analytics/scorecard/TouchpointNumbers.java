package io.journey360.analytics.scorecard;

import io.journey360.analytics.index.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * A number for each touchpoint that events name.
 *
 * @param ofKind by kind of event, its touchpoint's number; {@link #NONE} without one
 */
record TouchpointNumbers(List<String> names, int[] ofKind) {

    static final int NONE = -1;

    static TouchpointNumbers of(Snapshot snapshot) {
        var numbers = new HashMap<String, Integer>();
        var names = new ArrayList<String>();
        var kinds = snapshot.kinds();
        var ofKind = new int[kinds.size()];
        for (int code = 0; code < ofKind.length; code++) {
            var name = kinds.value(code).touchpoint();
            ofKind[code] = name == null
                    ? NONE
                    : numbers.computeIfAbsent(name, unseen -> {
                        names.add(unseen);
                        return names.size() - 1;
                    });
        }
        return new TouchpointNumbers(names, ofKind);
    }
}
