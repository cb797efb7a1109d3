package io.journey360.benchmarks;

import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.events.Booked;
import io.journey360.events.CheckedIn;
import io.journey360.events.Discovered;
import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Moment;
import io.journey360.events.ProfileId;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Served;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Journeys of made-up people, the same for the same seed: the five core stages in order with interactions between them and
 * pauses of days. No person has two events at the same time, because engines differ in what they make of that.
 */
final class SyntheticJourneys {

    static final int STAGES = 5;

    private static final double EVENTS_PER_PERSON = 10.0 / 3;
    private static final int ACTIONS = 12;
    static final List<String> CHANNELS = List.of("app", "desk", "mail", "phone", "search", "web");
    private static final List<Map<String, Object>> CAMPAIGNS =
            List.of(Map.of("campaign", "spring"), Map.of("campaign", "summer"), Map.of("campaign", "autumn"), Map.of());
    private static final int INDEX_BITS = 26;
    private static final String[] TOUCHPOINTS = new String[STAGES + ACTIONS];
    private static final String[] ACTION_NAMES = new String[STAGES + ACTIONS];

    static {
        Arrays.setAll(TOUCHPOINTS, kind -> "touchpoint-" + kind);
        Arrays.setAll(ACTION_NAMES, kind -> "action-" + kind);
    }

    private static final long BEGINNING = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final long SPREAD_MILLIS = Duration.ofDays(120).toMillis();
    /** When the questions are asked: some windows are still open. */
    static final long END = BEGINNING + SPREAD_MILLIS;

    private static final double PAUSE_MILLIS = Duration.ofDays(4).toMillis();

    /** Sorted by person and time. */
    final int[] persons;

    final long[] times;

    /** Below {@link #STAGES} the stage, above an interaction. */
    final byte[] kinds;

    final int people;

    /** With about as many people as events by {@link #EVENTS_PER_PERSON}. */
    SyntheticJourneys(int events, long seed) {
        this(events, EVENTS_PER_PERSON, seed);
    }

    SyntheticJourneys(int events, double perPerson, long seed) {
        persons = new int[events];
        times = new long[events];
        kinds = new byte[events];
        var random = new Random(seed);
        int person = 0;
        for (int i = 0; i < events; person++) {
            // 1 and more, geometrically distributed
            int length = 1 + (int) (Math.log(1 - random.nextDouble()) / Math.log(1 - 1 / perPerson));
            long time = BEGINNING + random.nextLong(SPREAD_MILLIS);
            int stage = 0;
            for (int end = Math.min(events, i + length); i < end; i++) {
                persons[i] = person;
                times[i] = time;
                time += 1 + (long) (-Math.log(1 - random.nextDouble()) * PAUSE_MILLIS);
                if (random.nextInt(100) < 60) {
                    kinds[i] = (byte) stage;
                    stage = (stage + 1) % STAGES;
                } else {
                    kinds[i] = (byte) (STAGES + random.nextInt(ACTIONS));
                }
            }
        }
        people = person;
    }

    int size() {
        return times.length;
    }

    static IdentityKey identity(int person) {
        var random = new Random(person);
        return IdentityKey.of(random.nextLong(), random.nextLong());
    }

    /** Where each event stands in the log, from 1: events come in as they happen. */
    int[] positions() {
        var byTime = new long[size()];
        for (int i = 0; i < byTime.length; i++) {
            byTime[i] = times[i] - BEGINNING << INDEX_BITS | i;
        }
        Arrays.parallelSort(byTime);
        var positions = new int[byTime.length];
        for (int at = 0; at < byTime.length; at++) {
            positions[(int) byTime[at] & (1 << INDEX_BITS) - 1] = at + 1;
        }
        return positions;
    }

    /** The same for all events of a person that are of the same kind. */
    int channel(int i) {
        return Math.floorMod(persons[i] * 31 + kinds[i], CHANNELS.size());
    }

    JourneyEvent event(int i, IdentityKey identity) {
        var moment = new Moment(
                identity,
                null,
                Instant.ofEpochMilli(times[i]),
                "synthetic",
                "e" + i,
                TOUCHPOINTS[kinds[i]],
                CHANNELS.get(channel(i)),
                null,
                null,
                null,
                null,
                CAMPAIGNS.get(i & 3));
        return switch (kinds[i]) {
            case 0 -> new Discovered(moment);
            case 1 -> new Booked(moment, null);
            case 2 -> new CheckedIn(moment, null, null);
            case 3 -> new Served(moment, null, null, null, null);
            case 4 -> new Reviewed(moment, "nps", 9, new Scale(0, 10));
            default -> new Interacted(moment, ACTION_NAMES[kinds[i]]);
        };
    }

    /** @param oneIn every so manieth person has half of their events under a second identity; 0 for nobody */
    JourneyIndex index(int oneIn) {
        var index = new JourneyIndex(new IndexSettings(List.of("campaign"), Long.MAX_VALUE));
        var positions = positions();
        index.beginLoad();
        for (int i = 0, person = -1; i < size(); i++) {
            var known = identity(persons[i]);
            boolean two = oneIn > 0 && persons[i] % oneIn == 0;
            var device = two ? identity(-1 - persons[i]) : known;
            if (two && persons[i] != person) {
                person = persons[i];
                index.link(
                        new IdentityAttached(new ProfileId("profile-" + person), known, device, Instant.EPOCH),
                        positions[i]);
            }
            index.add(event(i, i % 2 == 0 ? known : device), "key-" + i, positions[i]);
        }
        index.endLoad();
        index.publish(size());
        return index;
    }
}
