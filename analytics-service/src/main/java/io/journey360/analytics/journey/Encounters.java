package io.journey360.analytics.journey;

import io.journey360.analytics.facts.Fact;
import io.journey360.events.Moment;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How often and when a person was met at one channel or touchpoint. */
record Encounters(String name, int events, Instant first, Instant last) {

    /**
     * @param facts in time order
     * @return the most frequent first, ties by name; events without the property are left out
     */
    static List<Encounters> by(Function<Moment, @Nullable String> property, List<Fact> facts) {
        var byName = new HashMap<String, Met>();
        for (var fact : facts) {
            var name = property.apply(fact.moment());
            if (name != null) {
                byName.computeIfAbsent(name, first -> new Met(fact)).again(fact);
            }
        }
        return byName.entrySet().stream()
                .map(each -> each.getValue().at(each.getKey()))
                .sorted(Comparator.comparingInt(Encounters::events).reversed().thenComparing(Encounters::name))
                .toList();
    }

    private static final class Met {

        private final Fact first;
        private Fact last;
        private int events;

        Met(Fact first) {
            this.first = first;
            this.last = first;
        }

        void again(Fact fact) {
            last = fact;
            events++;
        }

        Encounters at(String name) {
            return new Encounters(
                    name, events, first.moment().occurredAt(), last.moment().occurredAt());
        }
    }
}
