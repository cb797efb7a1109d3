package io.journey360.analytics.funnel;

import io.journey360.analytics.filter.EventGroups;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Knows which units each figure of an answer counts. */
final class FunnelFigures {

    private final PreparedFunnel prepared;
    private final FunnelAnswer answer;

    FunnelFigures(PreparedFunnel prepared, FunnelAnswer answer) {
        this.prepared = prepared;
        this.answer = answer;
    }

    /** Empty for what is no figure: names, values of the breakdown, edges of buckets. */
    Optional<Figure> of(Query query, FigurePath path) {
        boolean ofGroup = path.is(0, "breakdown");
        return part(ofGroup ? path.from(2) : path).map(part -> {
            var groups = ofGroup ? groups(path.index(1)) : (IntPredicate) group -> true;
            return new Figure(
                    prepared.by(),
                    prepared.funnel.people(),
                    evidence ->
                            new FunnelVisitor(query, prepared, new FunnelEvidence(prepared, part, groups, evidence)));
        });
    }

    private Optional<FunnelEvidence.Part> part(FigurePath path) {
        return switch (path.part(0)) {
            case "conversion" ->
                Optional.of(FunnelEvidence.Part.reached(prepared.required[prepared.required.length - 1]));
            case "open" -> Optional.of(FunnelEvidence.Part.open());
            case "steps" -> step(path.index(1), path.from(2));
            default -> Optional.empty();
        };
    }

    private static Optional<FunnelEvidence.Part> step(int step, FigurePath path) {
        return switch (path.part(0)) {
            case "count", "ofFirst", "ofPrevious" -> Optional.of(FunnelEvidence.Part.reached(step));
            case "dropOff" -> Optional.of(FunnelEvidence.Part.droppedOff(step));
            case "timeFromPrevious" ->
                path.size() < 3 ? Optional.of(FunnelEvidence.Part.times(step)) : bucket(step, path);
            default -> Optional.empty();
        };
    }

    private static Optional<FunnelEvidence.Part> bucket(int step, FigurePath path) {
        return path.is(3, "count") || path.size() == 3
                ? Optional.of(FunnelEvidence.Part.times(step, path.index(2)))
                : Optional.empty();
    }

    private IntPredicate groups(int index) {
        var shown = Objects.requireNonNull(answer.breakdown());
        var values = Objects.requireNonNull(prepared.groups);
        if (!shown.get(index).other()) {
            int number = number(values, shown.get(index).value());
            return group -> group == number;
        }
        var others = new HashSet<Integer>();
        for (var group : shown) {
            if (!group.other()) {
                others.add(number(values, group.value()));
            }
        }
        return group -> !others.contains(group);
    }

    private static int number(EventGroups values, @Nullable Object value) {
        for (int number = 0; number < values.size(); number++) {
            if (Objects.equals(values.value(number), value)) {
                return number;
            }
        }
        throw new IllegalStateException("No event has " + value);
    }
}
