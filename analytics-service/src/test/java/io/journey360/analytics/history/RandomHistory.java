package io.journey360.analytics.history;

import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.personas.PersonaHistory;
import io.journey360.analytics.query.FilterRequest;
import io.journey360.events.Booked;
import io.journey360.events.CheckedIn;
import io.journey360.events.Discovered;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Moment;
import io.journey360.events.Money;
import io.journey360.events.PersonaAssigned;
import io.journey360.events.PersonaCause;
import io.journey360.events.PersonaDefined;
import io.journey360.events.PersonaEvaluated;
import io.journey360.events.PersonaEvent;
import io.journey360.events.PersonaId;
import io.journey360.events.PersonaLeft;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Served;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A history around the night in which European clocks go forward: many equal times, events that come late, devices that turn
 * out to be somebody's, and events taken back.
 */
public final class RandomHistory {

    public static final long BEGIN = Instant.parse("2026-03-21T00:00:00Z").toEpochMilli();

    private static final int PEOPLE = 70;
    private static final int EVENTS = 700;
    private static final int FIRST_DEVICE = 10_000;

    /** Anybody, devices too, may be any of them for a while. */
    static final List<String> PERSONAS = List.of("gold", "silver");

    private final List<Happening> happenings = new ArrayList<>();
    private final Map<Long, Long> retractions = new HashMap<>();
    private final SortedMap<Long, PersonaEvent> memberships = new TreeMap<>();
    private final long tick;
    private final int ticks;
    private long length;

    public RandomHistory(Random random) {
        tick = new long[] {1_800_000, 5 * 3_600_000, 11 * 3_600_000, 86_400_000, 3 * 86_400_000L}[random.nextInt(5)];
        ticks = 6 + random.nextInt(40);
        for (int i = 0; i < EVENTS; i++) {
            length++;
            if (random.nextInt(25) == 0 && !happenings.isEmpty()) {
                retractions.put(
                        length,
                        happenings.get(random.nextInt(happenings.size())).position());
            } else if (random.nextInt(10) == 0) {
                memberships.put(length, membership(random));
            } else {
                long time = BEGIN + random.nextInt(ticks) * tick;
                happenings.add(new Happening(event(random, time), time, length));
            }
        }
    }

    private static PersonaEvent membership(Random random) {
        var persona = PersonaId.named(PERSONAS.get(random.nextInt(PERSONAS.size())));
        var whose = key(random.nextInt(3) == 0 ? FIRST_DEVICE + random.nextInt(PEOPLE) : random.nextInt(PEOPLE));
        var cause = PersonaCause.timePassed(Instant.EPOCH);
        return random.nextInt(3) == 0
                ? new PersonaLeft(persona, 1, whose, cause, null, Instant.EPOCH)
                : new PersonaAssigned(persona, 1, whose, cause, List.of(), Instant.EPOCH);
    }

    private JourneyEvent event(Random random, long time) {
        int person = random.nextInt(PEOPLE);
        boolean both = random.nextInt(12) == 0;
        boolean device = !both && random.nextInt(5) == 0;
        Map<String, Object> attributes =
                switch (random.nextInt(5)) {
                    case 0 -> Map.of("campaign", "spring");
                    case 1 -> Map.of("campaign", 5);
                    case 2 -> Map.of("campaign", true);
                    default -> Map.of();
                };
        var moment = new Moment(
                device ? null : key(person),
                device || both ? key(FIRST_DEVICE + random.nextInt(PEOPLE)) : null,
                Instant.ofEpochMilli(time),
                "shop",
                "id",
                random.nextBoolean() ? "t" + random.nextInt(70) : null,
                random.nextInt(4) == 0 ? null : "c" + random.nextInt(4),
                null,
                null,
                random.nextInt(3) == 0 ? null : "b" + random.nextInt(3) + "-" + person / 2,
                random.nextInt(3) == 0
                        ? new Money(
                                BigDecimal.valueOf(random.nextInt(100_000), random.nextInt(3)),
                                random.nextInt(3) == 0 ? "JPY" : "CHF")
                        : null,
                attributes);
        return switch (random.nextInt(7)) {
            case 0, 1 -> new Discovered(moment);
            case 2, 3 -> new Interacted(moment, "look");
            case 4 -> new Booked(moment, null);
            case 5 ->
                random.nextBoolean() ? new CheckedIn(moment, null, null) : new Served(moment, null, null, null, null);
            default ->
                new Reviewed(moment, random.nextBoolean() ? "nps" : "csat", random.nextInt(11) / 2.0, new Scale(0, 10));
        };
    }

    static IdentityKey key(int number) {
        return IdentityKey.of(number * 0x9E3779B97F4A7C15L, number);
    }

    public static IdentityKey anyone(Random random) {
        return key(random.nextInt(PEOPLE));
    }

    /** The last position. */
    public long length() {
        return length;
    }

    /** A moment at which something may happen, or a little off. */
    /** Mostly the newest, sometimes any before it. */
    public long position(Random random) {
        return random.nextInt(3) == 0 ? random.nextLong(length + 1) : length;
    }

    public long moment(Random random) {
        return BEGIN + random.nextInt(-1, ticks + 2) * tick + random.nextInt(-1, 2);
    }

    public long tick() {
        return tick;
    }

    /** Part of it loaded, part of it fed. */
    JourneyIndex index(Random random) {
        var index = new JourneyIndex(new IndexSettings(List.of("campaign"), Long.MAX_VALUE));
        var events = byPosition();
        long loaded = random.nextLong(length);
        index.beginLoad();
        for (long position = 1; position <= length; position++) {
            if (position == loaded) {
                index.endLoad();
                index.publish(loaded - 1);
            }
            var happening = events.get(position);
            if (happening != null) {
                index.add(happening.event(), "e" + position, position);
            } else if (retractions.containsKey(position)) {
                var of = events.get(retractions.get(position));
                index.retract("e" + of.position(), of.identity(), of.time(), position);
            }
        }
        index.publish(length);
        return index;
    }

    /** The personas were defined, and nobody was any, before anything happened. */
    public PersonaHistory personas() {
        var personas = new PersonaHistory();
        for (var name : PERSONAS) {
            var persona = PersonaId.named(name);
            personas.apply(new PersonaDefined(persona, 1, name, null, "{}", Instant.EPOCH), -1);
            personas.apply(new PersonaEvaluated(persona, 1, 0, Instant.EPOCH), 0);
        }
        memberships.forEach((position, event) -> personas.apply(event, position));
        return personas;
    }

    Map<Long, Happening> byPosition() {
        var events = new HashMap<Long, Happening>();
        happenings.forEach(happening -> events.put(happening.position(), happening));
        return events;
    }

    /**
     * What each person had done as of a position, in order: time, then stage, then position.
     *
     * @param filter as far as it selects people
     */
    public Collection<List<Happening>> persons(long position, @Nullable FilterRequest filter) {
        return units(position, filter, false);
    }

    /** The same by booking, whosever its events are. */
    public Collection<List<Happening>> bookings(long position) {
        return units(position, null, true);
    }

    private Map<IdentityKey, Set<String>> personasOfIdentities(long position) {
        var personas = new HashMap<IdentityKey, Set<String>>();
        memberships.headMap(position + 1).values().forEach(event -> {
            switch (event) {
                case PersonaAssigned e ->
                    personas.computeIfAbsent(e.identity(), identity -> new HashSet<>())
                            .add(e.persona().name());
                case PersonaLeft e ->
                    personas.getOrDefault(e.identity(), new HashSet<>())
                            .remove(e.persona().name());
                default -> throw new IllegalStateException();
            }
        });
        return personas;
    }

    private static boolean isWanted(
            @Nullable FilterRequest filter, Set<IdentityKey> person, Map<IdentityKey, Set<String>> personas) {
        var those = new HashSet<String>();
        person.forEach(identity -> those.addAll(personas.getOrDefault(identity, Set.of())));
        return RandomFilter.selects(filter, person, those);
    }

    private Collection<List<Happening>> units(long position, @Nullable FilterRequest filter, boolean byBooking) {
        var graph = new IdentityGraph();
        happenings.stream().filter(h -> h.position() <= position).forEach(h -> graph.apply(h.position(), h.event()));
        var hidden = new HashSet<Long>();
        retractions.forEach((at, of) -> {
            if (at <= position) {
                hidden.add(of);
            }
        });
        var persons = graph.current();
        var personas = personasOfIdentities(position);
        var units = new LinkedHashMap<Object, List<Happening>>();
        for (var happening : happenings) {
            if (happening.position() > position || hidden.contains(happening.position())) {
                continue;
            }
            var person = persons.personOf(happening.identity());
            Object unit = byBooking ? happening.event().moment().booking() : person;
            if (unit != null && isWanted(filter, Set.copyOf(persons.identitiesOf(person)), personas)) {
                units.computeIfAbsent(unit, u -> new ArrayList<>()).add(happening);
            }
        }
        units.values()
                .forEach(unit -> unit.sort(Comparator.comparingLong(Happening::time)
                        .thenComparing(Happening::type)
                        .thenComparingLong(Happening::position)));
        return units.values();
    }
}
