package io.journey360.analytics.scorecard;

import static io.journey360.analytics.running.Events.identity;

import io.journey360.analytics.running.Events;
import io.journey360.events.Booked;
import io.journey360.events.Called;
import io.journey360.events.Cancelled;
import io.journey360.events.CheckedIn;
import io.journey360.events.Discovered;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Moment;
import io.journey360.events.NoShow;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Served;
import io.journey360.events.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Random histories, and what they mean for touchpoints read plainly: list by list, nothing shared with the engine. */
public final class Told {

    public static final Duration SILENCE = Duration.ofDays(30);
    private static final int PEOPLE = 90;

    /** @param position in the log */
    public record Happening(JourneyEvent event, long position) {

        public String id() {
            return Objects.requireNonNull(event.moment().id());
        }

        public JourneyEventType type() {
            return event.type();
        }

        long time() {
            return event.moment().occurredAt().toEpochMilli();
        }

        @Nullable String touchpoint() {
            return event.moment().touchpoint();
        }

        /** On 0 to 10; null for all but answers to nps. */
        public @Nullable Double nps() {
            return event instanceof Reviewed review && review.survey().equals("nps") ? (Double) review.score() : null;
        }
    }

    final List<JourneyEvent> events = new ArrayList<>();
    private final Set<String> retracted;
    private final Instant now;
    private final Map<String, Happening> byId = new HashMap<>();
    private final Map<IdentityKey, List<Happening>> persons = new HashMap<>();
    private final Predicate<Happening> counts;

    /** @param now when journeys are judged to have ended or not */
    public Told(List<JourneyEvent> events, Set<String> retracted, Instant now, Predicate<Happening> counts) {
        this.events.addAll(events);
        this.retracted = retracted;
        this.now = now;
        this.counts = counts;
        var graph = new IdentityGraph();
        for (int i = 0; i < events.size(); i++) {
            graph.apply(i + 1, events.get(i));
        }
        for (int i = 0; i < events.size(); i++) {
            var happening = new Happening(events.get(i), i + 1);
            byId.put(happening.id(), happening);
            if (!retracted.contains(happening.id())) {
                persons.computeIfAbsent(
                                graph.current()
                                        .personOf(happening.event.moment().identity()),
                                person -> new ArrayList<>())
                        .add(happening);
            }
        }
        persons.values()
                .forEach(history -> history.sort(Comparator.comparing(Happening::time)
                        .thenComparing(Happening::type)
                        .thenComparing(Happening::position)));
    }

    /** The same histories, of which other events count. */
    public Told counting(Predicate<Happening> other) {
        return new Told(events, retracted, now, other);
    }

    public Happening event(String id) {
        return Objects.requireNonNull(byId.get(id));
    }

    public static List<JourneyEvent> random(Random random, int count) {
        var events = new ArrayList<JourneyEvent>();
        for (int i = 0; i < count; i++) {
            events.add(event("e" + i, random));
        }
        return events;
    }

    private static JourneyEvent event(String id, Random random) {
        int person = 1 + random.nextInt(PEOPLE);
        boolean device = random.nextInt(6) == 0;
        boolean both = random.nextInt(15) == 0;
        // Hours apart, so that events share times, with silences of more than 30 days between some.
        var at = Events.START.plus(Duration.ofHours(random.nextInt(120) + (random.nextInt(4) == 0 ? 1200 : 0)));
        var moment = new Moment(
                device && !both ? null : identity(person),
                device || both ? identity(500 + person) : null,
                at,
                Events.SHOP,
                id,
                random.nextInt(4) == 0 ? null : "t" + random.nextInt(5),
                random.nextBoolean() ? "web" : "branch",
                null,
                null,
                random.nextBoolean() ? null : "b" + person + "-" + random.nextInt(2),
                null,
                random.nextInt(3) == 0 ? Map.of("handlingSeconds", random.nextInt(600)) : Map.of());
        var slot = random.nextInt(3) > 0 ? null : new Slot(at.plus(Duration.ofDays(10)), at.plus(Duration.ofDays(31)));
        return switch (random.nextInt(12)) {
            case 0, 1 -> new Discovered(moment);
            case 2, 3 -> new Interacted(moment, "looked");
            case 4 -> new Booked(moment, slot);
            case 5, 6 -> new CheckedIn(moment, null, null);
            case 7 -> new Called(moment, null);
            case 8 -> random.nextInt(3) == 0 ? new Served(moment, null, null, null, null) : new Called(moment, null);
            case 9 -> random.nextBoolean() ? new Cancelled(moment, null) : new NoShow(moment, null);
            case 10 -> new Reviewed(moment, "nps", random.nextInt(11), new Scale(0, 10));
            default -> new Reviewed(moment, "csat", 1 + random.nextInt(5), new Scale(1, 5));
        };
    }

    private List<Happening> counting(List<Happening> history) {
        return history.stream().filter(counts).toList();
    }

    private static boolean at(Happening happening, @Nullable String touchpoint) {
        return touchpoint != null && touchpoint.equals(happening.touchpoint());
    }

    /** Persons with an event that counts, with these events. */
    public Map<IdentityKey, List<Happening>> everybody() {
        var all = new HashMap<IdentityKey, List<Happening>>();
        persons.forEach((person, history) -> {
            if (!counting(history).isEmpty()) {
                all.put(person, counting(history));
            }
        });
        return all;
    }

    /** Persons who met the touchpoint, with their events that count from the meeting on. */
    public Map<IdentityKey, List<Happening>> met(String touchpoint) {
        var met = new HashMap<IdentityKey, List<Happening>>();
        everybody().forEach((person, history) -> {
            for (int i = 0; i < history.size(); i++) {
                if (at(history.get(i), touchpoint)) {
                    met.put(person, history.subList(i, history.size()));
                    break;
                }
            }
        });
        return met;
    }

    /** Persons who did not. */
    Map<IdentityKey, List<Happening>> others(String touchpoint) {
        var others = new HashMap<>(everybody());
        others.keySet().removeAll(met(touchpoint).keySet());
        return others;
    }

    static long with(Map<IdentityKey, List<Happening>> people, Predicate<Happening> wanted) {
        return people.values().stream()
                .filter(history -> history.stream().anyMatch(wanted))
                .count();
    }

    /** Each person's last answer to nps. */
    static List<Double> lastAnswers(Map<IdentityKey, List<Happening>> people) {
        var answers = new ArrayList<Double>();
        people.values()
                .forEach(history -> history.stream()
                        .map(Happening::nps)
                        .filter(Objects::nonNull)
                        .reduce((earlier, later) -> later)
                        .ifPresent(answers::add));
        return answers;
    }

    static double score(List<Double> answers) {
        return answers.stream()
                .mapToInt(a -> a >= 9 ? 100 : a <= 6 ? -100 : 0)
                .average()
                .orElse(Double.NaN);
    }

    public Set<String> touchpoints() {
        var names = new TreeSet<String>();
        everybody()
                .values()
                .forEach(history -> history.stream()
                        .map(Happening::touchpoint)
                        .filter(Objects::nonNull)
                        .forEach(names::add));
        return names;
    }

    public List<Happening> eventsAt(String touchpoint) {
        return everybody().values().stream()
                .flatMap(List::stream)
                .filter(happening -> at(happening, touchpoint))
                .toList();
    }

    public long people(String touchpoint, Predicate<Happening> wanted) {
        return with(met(touchpoint), happening -> at(happening, touchpoint) && wanted.test(happening));
    }

    /** People of whom a journey ended here with nothing served or reviewed in it. */
    public long ended(String touchpoint) {
        return persons.values().stream()
                .filter(history -> journeys(history).stream()
                        .anyMatch(journey -> hasEnded(journey, history)
                                && at(journey.getLast(), touchpoint)
                                && counts.test(journey.getLast())
                                && journey.stream().noneMatch(Told::fulfils)))
                .count();
    }

    private static boolean fulfils(Happening happening) {
        return Set.of(JourneyEventType.SERVED, JourneyEventType.REVIEWED).contains(happening.type());
    }

    private boolean hasEnded(List<Happening> journey, List<Happening> history) {
        return journey.getLast() != history.getLast()
                || heldUntil(journey).plus(SILENCE).isBefore(now);
    }

    private static List<List<Happening>> journeys(List<Happening> history) {
        var journeys = new ArrayList<List<Happening>>();
        for (var happening : history) {
            var current = journeys.isEmpty() ? null : journeys.getLast();
            if (current == null
                    || happening.type() == JourneyEventType.DISCOVERED
                            && current.stream().anyMatch(Told::fulfils)
                    || happening
                            .event
                            .moment()
                            .occurredAt()
                            .isAfter(heldUntil(current).plus(SILENCE))) {
                journeys.add(new ArrayList<>());
            }
            journeys.getLast().add(happening);
        }
        return journeys;
    }

    private static Instant heldUntil(List<Happening> journey) {
        return journey.stream()
                .map(happening -> {
                    var at = happening.event.moment().occurredAt();
                    return happening.event instanceof Booked booked
                                    && booked.slot() != null
                                    && booked.slot().end().isAfter(at)
                            ? booked.slot().end()
                            : at;
                })
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Seconds from check-in to the call or service that ended at the touchpoint; null for any, and those without one too. */
    public List<Double> waits(@Nullable String touchpoint) {
        var waits = new ArrayList<Double>();
        persons.values().forEach(history -> {
            var taken = new HashSet<Happening>();
            for (int i = 0; i < history.size(); i++) {
                var end = history.get(i);
                var before = history.subList(0, i);
                if (!Set.of(
                                JourneyEventType.CALLED,
                                JourneyEventType.SERVED,
                                JourneyEventType.CANCELLED,
                                JourneyEventType.NO_SHOW)
                        .contains(end.type())) {
                    continue;
                }
                var checkedIn = checkedIn(before, end, taken);
                if (checkedIn == null) {
                    continue;
                }
                taken.add(checkedIn);
                boolean waited = end.type() == JourneyEventType.CALLED || end.type() == JourneyEventType.SERVED;
                if (waited && counts.test(end) && (touchpoint == null || at(end, touchpoint))) {
                    waits.add((end.time() - checkedIn.time()) / 1000.0);
                }
            }
        });
        return waits;
    }

    private static @Nullable Happening checkedIn(List<Happening> before, Happening end, Set<Happening> taken) {
        // The latest check-in of each booking, and of none, hides the earlier ones.
        var waiting = new HashMap<@Nullable String, Happening>();
        for (var happening : before) {
            if (happening.type() == JourneyEventType.CHECKED_IN) {
                waiting.put(booking(happening), happening);
            }
        }
        waiting.values().removeAll(taken);
        var booking = booking(end);
        if (booking != null) {
            var own = waiting.get(booking);
            return own != null ? own : waiting.get(null);
        }
        return waiting.values().stream()
                .max(Comparator.comparingInt(before::indexOf))
                .orElse(null);
    }

    private static @Nullable String booking(Happening happening) {
        return happening.event.moment().booking();
    }
}
