package io.journey360.analytics.funnel;

import io.journey360.analytics.filter.Condition;
import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.Property;
import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.QueryPool;
import io.journey360.events.Booked;
import io.journey360.events.CheckedIn;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Moment;
import io.journey360.events.Served;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Histories written as {@code "A0 B30+1 C31(b1)"}: what happened, on which day, how many milliseconds after its beginning and
 * with which booking. Bk, Ch and Sv are booked, checked-in and served; any other name is an action.
 */
final class Histories {

    static final long DAY = Duration.ofDays(1).toMillis();

    final JourneyIndex index = new JourneyIndex(new IndexSettings(List.of(), Long.MAX_VALUE));
    private long position;

    static Histories of(String history) {
        return new Histories().with(1, history);
    }

    Histories with(int person, String history) {
        for (var token : history.split(" ")) {
            add(event(key(person), null, token));
        }
        return this;
    }

    Histories link(int customer, int anonymous, String token) {
        add(event(key(customer), key(anonymous), token));
        return this;
    }

    private void add(JourneyEvent event) {
        position++;
        index.add(event, "event-" + position, position);
        index.publish(position);
    }

    static IdentityKey key(int number) {
        return IdentityKey.of(number * 0x9E3779B97F4A7C15L, number);
    }

    private static JourneyEvent event(IdentityKey customer, @Nullable IdentityKey anonymous, String token) {
        var booking = token.contains("(") ? token.substring(token.indexOf('(') + 1, token.indexOf(')')) : null;
        var bare = token.replaceAll("\\(.*", "");
        var name = bare.replaceAll("[0-9+]", "");
        var time = bare.substring(name.length()).split("\\+");
        long millis = Long.parseLong(time[0]) * DAY + (time.length > 1 ? Long.parseLong(time[1]) : 0);
        var moment = new Moment(
                customer,
                anonymous,
                Instant.ofEpochMilli(millis),
                "shop",
                "id",
                null,
                "web",
                null,
                null,
                booking,
                null,
                Map.of());
        return switch (name) {
            case "Bk" -> new Booked(moment, null);
            case "Ch" -> new CheckedIn(moment, null, null);
            case "Sv" -> new Served(moment, null, null, null, null);
            default -> new Interacted(moment, name);
        };
    }

    static EventFilter step(String name) {
        return switch (name) {
            case "Bk" -> only(Dimension.EVENT, "booked");
            case "Ch" -> only(Dimension.EVENT, "checked-in");
            case "Sv" -> only(Dimension.EVENT, "served");
            default -> only(Dimension.ACTION, name);
        };
    }

    private static EventFilter only(Dimension dimension, String value) {
        return new EventFilter(Map.of(dimension, new Condition.AnyOf(Set.of(value))), Map.of());
    }

    static FunnelBuilder funnel(String... steps) {
        return new FunnelBuilder(Arrays.stream(steps).map(Histories::step).toList());
    }

    FunnelResult answer(FunnelBuilder funnel) {
        return answer(funnel, Long.MAX_VALUE);
    }

    FunnelResult answer(FunnelBuilder funnel, long asOf) {
        try (var pool = new QueryPool(2, 1, Duration.ofSeconds(20));
                var query = pool.begin()) {
            return FunnelEngine.run(index.snapshot(asOf), query, funnel.build(), 0);
        }
    }

    static final class FunnelBuilder {

        private final List<EventFilter> steps;
        private final List<Funnel.Exclusion> exclusions = new ArrayList<>();
        private Funnel.Order order = Funnel.Order.SEQUENTIAL;
        private Funnel.Unit by = Funnel.Unit.CUSTOMER;
        private long window = 30 * DAY;
        private long from = Funnel.BEGINNING;
        private long to = Funnel.END;
        private boolean hold;
        private final Set<Integer> optional = new HashSet<>();
        private @Nullable Property breakdown;

        FunnelBuilder(List<EventFilter> steps) {
            this.steps = steps;
        }

        FunnelBuilder anyOrder() {
            order = Funnel.Order.ANY;
            return this;
        }

        /** @param step counted from 1 */
        FunnelBuilder optional(int step) {
            optional.add(step - 1);
            return this;
        }

        FunnelBuilder strict() {
            order = Funnel.Order.STRICT;
            return this;
        }

        FunnelBuilder by(Funnel.Unit unit) {
            by = unit;
            return this;
        }

        FunnelBuilder windowMillis(long millis) {
            window = millis;
            return this;
        }

        FunnelBuilder between(long fromMillis, long toMillis) {
            from = fromMillis;
            to = toMillis;
            return this;
        }

        FunnelBuilder exclude(String name, int after, int before) {
            exclusions.add(new Funnel.Exclusion(step(name), after, before));
            return this;
        }

        FunnelBuilder holdBooking() {
            hold = true;
            return this;
        }

        FunnelBuilder breakdown(Property property) {
            breakdown = property;
            return this;
        }

        Funnel build() {
            return new Funnel(
                    steps,
                    optional,
                    order,
                    window,
                    by,
                    EventFilter.ALL,
                    People.ALL,
                    from,
                    to,
                    exclusions,
                    hold,
                    breakdown);
        }
    }
}
