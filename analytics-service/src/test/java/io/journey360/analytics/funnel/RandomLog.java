package io.journey360.analytics.funnel;

import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.events.Booked;
import io.journey360.events.CheckedIn;
import io.journey360.events.CustomersMerged;
import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.MergeId;
import io.journey360.events.MergeUndone;
import io.journey360.events.Moment;
import io.journey360.events.Persons;
import io.journey360.events.ProfileEvent;
import io.journey360.events.ProfileId;
import io.journey360.events.PublishedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Short histories of many people, told at once: at times few enough to be equal often, late as often as not, with devices that
 * turn out to be somebody's, bookings that two people share, merges, unmerges and retractions.
 */
final class RandomLog {

    static final String CAMPAIGN = "campaign";
    private static final long[] TICKS = {1, 1000, 3_600_000, 86_400_000};
    private static final Instant WHENEVER = Instant.ofEpochMilli(7);

    /** An entry of the log. */
    sealed interface Entry {
        long position();
    }

    /** @param takenBack log position, {@link Long#MAX_VALUE} if it never was */
    record Happening(JourneyEvent event, long time, long position, long takenBack) implements Entry {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Happening happening && happening.position == position;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(position);
        }

        @Nullable String booking() {
            return event.moment().booking();
        }

        @Nullable String action() {
            return event instanceof Interacted interacted ? interacted.action() : null;
        }

        String key() {
            return "e" + position;
        }
    }

    private record Link(ProfileEvent event, long position) implements Entry {}

    private record Retraction(long of, long position) implements Entry {}

    final List<Entry> entries = new ArrayList<>();
    final List<Happening> happenings = new ArrayList<>();
    private final Map<Long, Persons> persons = new HashMap<>();
    private final Random random;
    private final int people;
    private final int span;

    /** Milliseconds between two times. */
    final long tick;

    RandomLog(Random random, int people) {
        this.random = random;
        this.people = people;
        this.span = 4 + random.nextInt(20);
        this.tick = TICKS[random.nextInt(TICKS.length)];
        var merges = new ArrayList<CustomersMerged>();
        for (int i = 0; i < people * 6; i++) {
            long position = entries.size() + 1;
            int dice = random.nextInt(100);
            if (dice < 4 && !happenings.isEmpty()) {
                entries.add(new Retraction(
                        happenings.get(random.nextInt(happenings.size())).position(), position));
            } else if (dice < 6) {
                var merge = new CustomersMerged(new MergeId("merge-" + i), customer(), customer(), WHENEVER);
                merges.add(merge);
                entries.add(new Link(merge, position));
            } else if (dice < 7 && !merges.isEmpty()) {
                var merge = merges.remove(random.nextInt(merges.size()));
                entries.add(
                        new Link(new MergeUndone(merge.merge(), merge.first(), merge.second(), WHENEVER), position));
            } else if (dice < 9) {
                entries.add(new Link(
                        new IdentityAttached(new ProfileId("profile-" + i), customer(), device(), WHENEVER), position));
            } else {
                var happening = happening(event(), position, Long.MAX_VALUE);
                happenings.add(happening);
                entries.add(happening);
            }
        }
        var takenBack = new HashMap<Long, Long>();
        for (var entry : entries) {
            if (entry instanceof Retraction retraction) {
                takenBack.putIfAbsent(retraction.of, retraction.position);
            }
        }
        happenings.replaceAll(h -> happening(h.event, h.position, takenBack.getOrDefault(h.position, Long.MAX_VALUE)));
    }

    private static Happening happening(JourneyEvent event, long position, long takenBack) {
        return new Happening(event, event.moment().occurredAt().toEpochMilli(), position, takenBack);
    }

    long length() {
        return entries.size();
    }

    private IdentityKey customer() {
        return Histories.key(random.nextInt(people));
    }

    private IdentityKey device() {
        return Histories.key(1_000_000 + random.nextInt(people));
    }

    private JourneyEvent event() {
        int person = random.nextInt(people);
        boolean byDevice = random.nextInt(5) == 0;
        boolean both = random.nextInt(12) == 0;
        var moment = new Moment(
                byDevice && !both ? null : Histories.key(person),
                byDevice || both ? device() : null,
                Instant.ofEpochMilli(random.nextInt(span) * tick),
                random.nextInt(8) == 0 ? "till" : "shop",
                "id",
                null,
                random.nextInt(4) == 0 ? null : "c" + random.nextInt(3),
                null,
                null,
                random.nextInt(3) == 0 ? null : "b" + random.nextInt(3) + "-" + person / 2,
                null,
                campaign());
        return switch (random.nextInt(7)) {
            case 0 -> new Booked(moment, null);
            case 1 -> new CheckedIn(moment, null, null);
            default -> new Interacted(moment, "" + "ABCX".charAt(random.nextInt(4)));
        };
    }

    private Map<String, Object> campaign() {
        return switch (random.nextInt(6)) {
            case 0 -> Map.of(CAMPAIGN, "spring");
            case 1 -> Map.of(CAMPAIGN, 10);
            case 2 -> Map.of(CAMPAIGN, 10.0);
            case 3 -> Map.of(CAMPAIGN, true);
            default -> Map.of();
        };
    }

    /** Part loaded, the rest as it came, published now and then. */
    JourneyIndex index() {
        var index = new JourneyIndex(new IndexSettings(List.of(CAMPAIGN), Long.MAX_VALUE));
        var byPosition = new HashMap<Long, Happening>();
        happenings.forEach(happening -> byPosition.put(happening.position, happening));
        long loaded = random.nextLong(length());
        index.beginLoad();
        for (var entry : entries) {
            if (entry.position() == loaded + 1) {
                index.endLoad();
                index.publish(loaded);
            }
            switch (entry) {
                case Happening happening -> index.add(happening.event, happening.key(), happening.position);
                case Link link -> index.link(link.event, link.position);
                case Retraction retraction -> {
                    var of = byPosition.get(retraction.of);
                    index.retract(of.key(), of.event.moment().identity(), of.time(), retraction.position);
                }
            }
            if (entry.position() > loaded && random.nextInt(2000) == 0) {
                index.publish(entry.position());
            }
        }
        index.publish(length());
        return index;
    }

    /** Who was one person at a position. */
    Persons persons(long position) {
        return persons.computeIfAbsent(position, p -> {
            var graph = new IdentityGraph();
            for (var entry : entries) {
                if (entry.position() <= p) {
                    PublishedEvent event =
                            switch (entry) {
                                case Happening happening -> happening.event;
                                case Link link -> link.event;
                                case Retraction retraction -> null;
                            };
                    if (event != null) {
                        graph.apply(entry.position(), event);
                    }
                }
            }
            return graph.current();
        });
    }
}
