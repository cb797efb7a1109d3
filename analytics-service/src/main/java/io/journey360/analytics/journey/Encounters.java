package io.journey360.analytics.journey;

import io.journey360.analytics.facts.Fact;
import io.journey360.events.Moment;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How often and when a person was met at one channel or touchpoint. */
record Encounters(String name, int events, Instant first, Instant last) {

    /**
     * @param facts in time order
     * @return the most frequent first, ties by name; events without the property are left out
     */
    static List<Encounters> by(Function<Moment, @Nullable String> property, List<Fact> facts) {
        var byName = new TreeMap<String, Encounters>();
        for (var fact : facts) {
            var name = property.apply(fact.moment());
            if (name != null) {
                var at = fact.moment().occurredAt();
                byName.merge(
                        name,
                        new Encounters(name, 1, at, at),
                        (before, one) -> new Encounters(name, before.events + 1, before.first, one.last));
            }
        }
        return byName.values().stream()
                .sorted(Comparator.comparingInt(Encounters::events).reversed())
                .toList();
    }
}
