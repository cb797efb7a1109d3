package io.journey360.analytics.funnel;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the units one thread finds. */
final class FunnelCounting implements FunnelVisitor.Finds {

    private final PreparedFunnel prepared;
    private final Tally tally;
    private final Map<Integer, Tally> groups = new HashMap<>();

    FunnelCounting(PreparedFunnel prepared) {
        this.prepared = prepared;
        this.tally = new Tally(prepared);
    }

    /** Of units that are not divided into groups. */
    Tally tally() {
        return tally;
    }

    /** Every unit is in one of them. */
    Collection<Tally> tallies() {
        return prepared.groups == null ? List.of(tally) : groups.values();
    }

    /** By number of the breakdown's value. */
    Map<Integer, Tally> groups() {
        return groups;
    }

    @Override
    public void unit(Person person, Columns rows, int first, int end, FunnelVisitor found) {
        count(rows, found);
    }

    void count(Columns rows, FunnelVisitor found) {
        if (prepared.groups == null) {
            count(found, tally);
        } else {
            int group = prepared.groups.of(rows, found.firstRow());
            count(found, groups.computeIfAbsent(group, g -> new Tally(prepared)));
        }
    }

    private void count(FunnelVisitor found, Tally into) {
        int furthest = found.furthest();
        into.furthest[furthest]++;
        for (int step = 1; step < furthest; step++) {
            into.times[step].add(found.timeTo(step));
        }
        if (found.open()) {
            into.open++;
        }
        if (into.optionalTimes.length > 0) {
            var optionalRows = found.optionalRows();
            for (int optional = 0; optional < optionalRows.length; optional++) {
                if (optionalRows[optional] >= 0) {
                    into.optionalTimes[optional].add(found.timeToOptional(optional));
                }
            }
        }
    }
}
