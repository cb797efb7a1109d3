package io.journey360.analytics.feed;

import io.journey360.analytics.asof.RecordedTimes;
import io.journey360.analytics.catalogue.CatalogueHistory;
import io.journey360.analytics.facts.CatalogueChange;
import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.facts.FactStore;
import io.journey360.analytics.facts.IdentityChange;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.analytics.index.IndexFull;
import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.personas.PersonaHistory;
import io.journey360.events.CatalogueEvent;
import io.journey360.events.ConsentEvent;
import io.journey360.events.ConsentHistory;
import io.journey360.events.ErasureEvent;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.PersonaEvent;
import io.journey360.events.ProfileErased;
import io.journey360.events.ProfileEvent;
import io.journey360.events.ProfileOpened;
import io.journey360.events.PublishedEvent;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionEvent;
import io.journey360.events.Retracted;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.scrubbing.DutiesInMemory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading of the log into memory, on a thread of its own and with a token nobody stores. Events are folded in position
 * order up to the watermark: nothing can appear any more below what was folded.
 */
final class Feed implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    /** What the stream of a collected event is called, before the event's key. */
    private static final String COLLECTED = "event-";

    private static final int EVENTS_PER_PUBLISHING = 2_000;
    private static final int IDLE_MILLIS = 200;
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final JourneyLog log;
    private final EventStore events;
    private final JourneyIndex index;
    private final IdentityGraph graph = new IdentityGraph();
    private final Map<String, Long> retractedSince = new ConcurrentHashMap<>();
    private final Map<IdentityKey, ProfileOpened> opened = new ConcurrentHashMap<>();
    private final CatalogueHistory catalogue = new CatalogueHistory();
    private final ConsentHistory consents = new ConsentHistory();
    private final PersonaHistory personas = new PersonaHistory();
    private final Contacts contacts = new Contacts();
    private final Forgotten forgotten;
    private final DutiesInMemory duties = new DutiesInMemory("analytics-service");
    private final List<RetentionDue> toDrop = new ArrayList<>();
    private final RecordedTimes times = new RecordedTimes();
    private final TreeMap<Long, TrackedEventMessage<?>> aboveWatermark = new TreeMap<>();
    private final RecentFacts recent;
    private final BooleanSupplier whenCaughtUp;
    private final long start;
    private final long headAtStart;
    private volatile long position;
    private volatile boolean full;
    private volatile boolean caughtUp;
    private volatile boolean stopped;
    private long folded;
    private long foldedUpTo;
    private int unpublished;
    private long progressToldAt = System.nanoTime();

    /**
     * A feed that reads the log from its beginning.
     *
     * @param whenCaughtUp asked on the feed's thread, until it says yes, whether the feed may count as caught up
     */
    static Feed fromLog(
            JourneyLog log,
            EventStore events,
            IndexSettings settings,
            Forgotten forgotten,
            BooleanSupplier whenCaughtUp) {
        return new Feed(log, events, settings, forgotten, 0, whenCaughtUp);
    }

    /**
     * A feed that begins with what the documents hold.
     *
     * @param upTo every event at or below this position is in the generation's documents
     */
    static Feed fromDocuments(
            JourneyLog log,
            EventStore events,
            IndexSettings settings,
            Forgotten forgotten,
            FactStore facts,
            int generation,
            long upTo,
            BooleanSupplier whenCaughtUp) {
        var feed = new Feed(log, events, settings, forgotten, upTo, whenCaughtUp);
        feed.load(facts, generation);
        return feed;
    }

    private Feed(
            JourneyLog log,
            EventStore events,
            IndexSettings settings,
            Forgotten forgotten,
            long start,
            BooleanSupplier whenCaughtUp) {
        this.forgotten = forgotten;
        this.index = new JourneyIndex(settings);
        this.log = log;
        this.whenCaughtUp = whenCaughtUp;
        this.events = events;
        this.start = start;
        this.position = start;
        this.foldedUpTo = start;
        this.recent = new RecentFacts(start);
        this.headAtStart = log.head();
    }

    IdentityGraph graph() {
        return graph;
    }

    JourneyIndex index() {
        return index;
    }

    /** Whether the index has reached its limit: it stays where it is, everything else goes on. */
    boolean full() {
        return full;
    }

    RecordedTimes times() {
        return times;
    }

    CatalogueHistory catalogue() {
        return catalogue;
    }

    PersonaHistory personas() {
        return personas;
    }

    Contacts contacts() {
        return contacts;
    }

    ConsentHistory consents() {
        return consents;
    }

    RecentFacts recent() {
        return recent;
    }

    /** Everything at or below it is folded. */
    long position() {
        return position;
    }

    /** Whether it has passed the head of the log seen when it began. */
    boolean caughtUp() {
        return caughtUp;
    }

    /** Since which position the event counts as taken back; {@link Long#MAX_VALUE} if it does not. */
    long retractedSince(String key) {
        return retractedSince.getOrDefault(key, Long.MAX_VALUE);
    }

    DutiesInMemory duties() {
        return duties;
    }

    @Nullable ProfileOpened opened(IdentityKey identity) {
        return opened.get(identity);
    }

    void stop() {
        stopped = true;
        recent.close();
    }

    private void load(FactStore facts, int generation) {
        var recordedAt = new long[Math.toIntExact(start) + 1];
        var links = new ArrayList<Linking>();
        index.beginLoad();
        for (var retraction : facts.retractions(generation)) {
            if (retraction.position() <= start) {
                recordedAt[(int) retraction.position()] =
                        retraction.recordedAt().toEpochMilli();
                retractedSince.merge(retraction.retractedKey(), retraction.position(), Math::min);
            }
        }
        for (var change : facts.retentionChanges(generation)) {
            if (change.position() <= start) {
                recordedAt[(int) change.position()] = change.recordedAt().toEpochMilli();
                noteRetention(change.event(), change.position());
            }
        }
        var changes = facts.identityChanges(generation);
        changes.sort(Comparator.comparingLong(IdentityChange::position));
        for (var change : changes) {
            if (change.position() > start) {
                continue;
            }
            recordedAt[(int) change.position()] = change.recordedAt().toEpochMilli();
            if (change.event() instanceof ConsentEvent consent) {
                consents.apply(change.position(), change.recordedAt(), consent);
            } else {
                links.add(new Linking(change.position(), () -> {
                    graph.apply(change.position(), change.event());
                    noteProfile(change.event(), change.position());
                }));
                intoIndex(() -> index.link(change.event(), change.position()));
                noteErasure(change.event(), change.position());
            }
        }
        facts.eachTraitsChange(generation, change -> {
            if (change.position() <= start) {
                recordedAt[(int) change.position()] = change.recordedAt().toEpochMilli();
                noteTraits(change.event(), change.position());
            }
        });
        facts.eachPersonaChange(generation, change -> {
            if (change.position() <= start) {
                recordedAt[(int) change.position()] = change.recordedAt().toEpochMilli();
                notePersona(change.event(), change.position(), personas::load);
            }
        });
        personas.endLoad();
        var declared = facts.catalogueChanges(generation);
        declared.sort(Comparator.comparingLong(CatalogueChange::position));
        for (var change : declared) {
            if (change.position() <= start) {
                recordedAt[(int) change.position()] = change.recordedAt().toEpochMilli();
                catalogue.apply(change.event(), change.position());
            }
        }
        facts.eachFact(generation, fact -> {
            if (fact.position() <= start) {
                recordedAt[(int) fact.position()] = fact.recordedAt().toEpochMilli();
                if (fact.moment().customer() != null && fact.moment().anonymous() != null) {
                    links.add(new Linking(fact.position(), () -> graph.apply(fact.position(), fact.event())));
                }
                addRow(fact);
                folded++;
            }
        });
        facts.eachLink(generation, link -> {
            if (link.position() <= start) {
                recordedAt[(int) link.position()] = link.recordedAt().toEpochMilli();
                links.add(new Linking(
                        link.position(), () -> graph.link(link.position(), link.customer(), link.anonymous())));
                intoIndex(() -> index.link(link.customer(), link.anonymous(), link.position()));
            }
        });
        intoIndex(index::endLoad);
        links.sort(Comparator.comparingLong(Linking::position));
        links.forEach(linking -> linking.apply().run());
        for (int at = 1; at < recordedAt.length; at++) {
            if (recordedAt[at] != 0) { // a position that nothing stands at
                times.record(at, Instant.ofEpochMilli(recordedAt[at]));
            }
        }
        LOG.info("Read {} events from documents, up to log position {}", folded, start);
        publish(start);
    }

    /** In any order, but before any event that came after. */
    private void noteErasure(ProfileEvent event, long at) {
        if (event instanceof ErasureEvent erasure) {
            duties.apply(erasure);
            if (erasure instanceof ProfileErased e) {
                forgotten.erase(e, at);
                contacts.erase(e.identities());
                personas.erase(e.identities());
                consents.erase(e.identities());
            }
        }
    }

    /** Once every erasure up to then is noted. */
    private void noteTraits(TraitsChanged event, long at) {
        if (at > forgotten.erasedUpTo(event.identity()) && !forgotten.isDropped(event)) {
            forgotten.seen(event.identity(), at);
            contacts.apply(event, at);
        }
    }

    /** In any order. */
    private void noteRetention(RetentionEvent event, long at) {
        duties.apply(event);
        if (event instanceof RetentionDue due) {
            forgotten.drop(due, at);
            if (due.kinds().contains(Forgotten.TRAITS)) {
                contacts.drop(due.before(), due.identities());
            }
            toDrop.add(due);
        }
    }

    /** While the log is read that was there at the start, what was due again and again is dropped once, at its end. */
    private void dropDue() {
        if (foldedUpTo >= headAtStart && !toDrop.isEmpty()) {
            toDrop.forEach(due -> intoIndex(() -> index.drop(types(due), due.before(), due.identities())));
            toDrop.clear();
        }
    }

    private static Set<JourneyEventType> types(RetentionDue due) {
        return due.kinds().stream()
                .flatMap(kind -> JourneyEventType.ofWireName(kind).stream())
                .collect(Collectors.toSet());
    }

    /** Once every erasure up to then is noted. */
    private void notePersona(PersonaEvent event, long at, ObjLongConsumer<PersonaEvent> history) {
        var identity = PersonaHistory.identity(event);
        if (identity == null || at > forgotten.erasedUpTo(identity)) {
            history.accept(event, at);
        }
    }

    /** In position order. */
    private void noteProfile(ProfileEvent event, long at) {
        if (event instanceof ProfileOpened profile) {
            opened.putIfAbsent(profile.identity(), profile);
            forgotten.seen(profile.identity(), at);
        } else if (event instanceof ProfileErased erasure) {
            erasure.identities().forEach(opened::remove);
        }
    }

    private void addRow(Fact fact) {
        if (forgotten.isDropped(fact.event())) {
            intoIndex(() -> index.pass(fact.event(), fact.position()));
            return;
        }
        forgotten.seen(fact.moment().customer(), fact.position());
        forgotten.seen(fact.moment().anonymous(), fact.position());
        intoIndex(() -> {
            index.recorded(fact.recordedAt().toEpochMilli());
            index.add(fact.event(), fact.key(), fact.position());
            long since = retractedSince(fact.key());
            if (since != Long.MAX_VALUE) {
                index.retract(fact.key(), fact.identity(), fact.occurredAtMillis(), Math.max(since, fact.position()));
            }
        });
    }

    /** Does nothing once the index is full. */
    private void intoIndex(Runnable change) {
        if (full) {
            return;
        }
        try {
            change.run();
        } catch (IndexFull e) {
            full = true;
            if (position > 0) {
                index.publish(foldedUpTo);
            }
            LOG.warn("The index is full after position {}; analyses end, everything else goes on", foldedUpTo, e);
        }
    }

    private record Linking(long position, Runnable apply) {}

    @Override
    public void run() {
        while (!stopped) {
            try {
                follow();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("Reading the log failed at position {}; trying again", position, e);
                aboveWatermark.clear();
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() throws InterruptedException {
        try (var stream = log.source().openStream(log.tokenAt(foldedUpTo))) {
            TrackingToken token = log.tokenAt(foldedUpTo);
            while (!stopped) {
                if (stream.hasNextAvailable()) {
                    var message = stream.nextAvailable();
                    token = message.trackingToken();
                    take(message, log.watermark(token));
                } else {
                    fold(log.watermark(token));
                    publish();
                    stream.hasNextAvailable(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        }
    }

    private void take(TrackedEventMessage<?> message, long watermark) {
        long at = log.position(message);
        if (at <= foldedUpTo) {
            LOG.warn("Event {} showed up at position {} after its gap was closed", message.getIdentifier(), at);
        } else if (aboveWatermark.isEmpty() && at == watermark) {
            fold(message, at);
        } else {
            aboveWatermark.put(at, message);
            fold(watermark);
        }
        if (unpublished >= EVENTS_PER_PUBLISHING) {
            publish();
        }
    }

    /** Folds what waits at or below the watermark. */
    private void fold(long watermark) {
        while (!aboveWatermark.isEmpty() && aboveWatermark.firstKey() <= watermark) {
            var first = aboveWatermark.pollFirstEntry();
            fold(first.getValue(), first.getKey());
        }
    }

    private void fold(TrackedEventMessage<?> message, long at) {
        times.record(at, message.getTimestamp());
        try {
            if (message.getPayload() instanceof PublishedEvent event) {
                fold(event, message, at);
            }
        } catch (RuntimeException e) {
            LOG.warn("Event {} at position {} cannot be read and is left out", message.getIdentifier(), at, e);
        }
        foldedUpTo = at;
        folded++;
        unpublished++;
    }

    private void fold(PublishedEvent event, TrackedEventMessage<?> message, long at) {
        graph.apply(at, event);
        switch (event) {
            case JourneyEvent e -> {
                var id = Objects.requireNonNullElse(e.moment().id(), message.getIdentifier());
                var key = EventKeys.key(e.moment().source(), id);
                var fact = new Fact(key, id, at, message.getTimestamp(), e);
                addRow(fact);
                recent.add(fact);
            }
            case Retracted e -> retract(EventKeys.key(e.source(), e.retractedId()), at);
            case ConsentEvent e -> consents.apply(at, message.getTimestamp(), e);
            case TraitsChanged e -> noteTraits(e, at);
            case ProfileEvent e -> {
                intoIndex(() -> index.link(e, at));
                noteErasure(e, at);
                noteProfile(e, at);
            }
            case PersonaEvent e -> notePersona(e, at, personas::apply);
            case RetentionEvent e -> noteRetention(e, at);
            case CatalogueEvent e -> catalogue.apply(e, at);
        }
    }

    /** The event taken back may not be here yet; its row is then hidden when it comes. */
    private void retract(String key, long at) {
        if (retractedSince.putIfAbsent(key, at) == null) {
            for (var taken = events.readEvents(COLLECTED + key); taken.hasNext(); ) {
                if (taken.next().getPayload() instanceof JourneyEvent event) {
                    var fact = new Fact(key, key, at, Instant.EPOCH, event);
                    intoIndex(() -> index.retract(key, fact.identity(), fact.occurredAtMillis(), at));
                }
            }
        }
    }

    private void publish() {
        unpublished = 0;
        dropDue();
        if (foldedUpTo > position) {
            publish(foldedUpTo);
        }
        if (!caughtUp && position >= headAtStart) {
            caughtUp = whenCaughtUp.getAsBoolean();
        }
        var now = System.nanoTime();
        if (now - progressToldAt > PROGRESS_NANOS && !caughtUp) {
            progressToldAt = now;
            LOG.info(
                    "Reading the log: position {} of {} ({} %)",
                    position, headAtStart, 100 * position / Math.max(1, headAtStart));
        }
    }

    private void publish(long reached) {
        if (!full) {
            index.publish(reached);
        }
        recent.publish(reached); // first, so that whoever knows the position finds there what came up to it
        position = reached;
    }
}
