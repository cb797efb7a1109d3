package io.journey360.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer in a form every engine can give: figures by name. */
record Answer(Map<String, List<Double>> figures) {

    /** Two engines may sum and interpolate in another order. */
    private static final double RELATIVE = 1e-9;

    static final class Builder {
        private final Map<String, List<Double>> figures = new LinkedHashMap<>();

        Builder with(String name, double... values) {
            figures.put(name, java.util.Arrays.stream(values).boxed().toList());
            return this;
        }

        Answer build() {
            return new Answer(figures);
        }
    }

    static Builder builder() {
        return new Builder();
    }

    /** What differs; empty when nothing does. */
    String difference(Answer other) {
        if (!figures.keySet().equals(other.figures.keySet())) {
            return figures.keySet() + " beside " + other.figures.keySet();
        }
        for (var figure : figures.entrySet()) {
            var own = figure.getValue();
            var theirs = other.figures.get(figure.getKey());
            for (int i = 0; i < own.size(); i++) {
                if (theirs == null
                        || theirs.size() != own.size()
                        || Math.abs(own.get(i) - theirs.get(i)) > RELATIVE * Math.abs(own.get(i))) {
                    return "%s: %s beside %s".formatted(figure.getKey(), own, theirs);
                }
            }
        }
        return "";
    }
}
