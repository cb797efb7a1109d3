package io.journey360.analytics.feed;

import io.journey360.analytics.asof.RecordedTimes;
import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.facts.FactStore;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.analytics.generation.Generations;
import io.journey360.analytics.generation.IndexRebuild;
import io.journey360.analytics.index.Figures;
import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.personas.PersonaHistory;
import io.journey360.events.ConsentHistory;
import io.journey360.events.IdentityKey;
import io.journey360.events.Persons;
import io.journey360.events.ProfileErased;
import io.journey360.events.ProfileOpened;
import io.journey360.events.RetentionDue;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.problem.Problem;
import io.journey360.platform.projection.ViewPosition;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * What is answered from memory. Behind it stands the feed that is read now; a rebuild reads the log a second time beside it
 * and takes its place in one write, so ask here anew for each request.
 */
@Component
public class LiveView implements SmartLifecycle, ViewPosition, IndexRebuild {

    private static final Logger LOG = LoggerFactory.getLogger(LiveView.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration INDEX_FULL_RETRY = Duration.ofMinutes(1);

    private final JourneyLog log;
    private final EventStore events;
    private final FactStore facts;
    private final Generations generations;
    private final IndexSettings settings;
    private final Forgotten forgotten;
    private volatile @Nullable Running current;
    private volatile @Nullable Running building;
    private volatile @Nullable Thread first;
    private volatile boolean started;

    private record Running(Feed feed, Thread thread) {}

    LiveView(
            JourneyLog log,
            EventStore events,
            FactStore facts,
            Generations generations,
            Forgotten forgotten,
            FeedSettings settings) {
        this.log = log;
        this.events = events;
        this.facts = facts;
        this.generations = generations;
        this.forgotten = forgotten;
        this.settings = settings.index();
    }

    /** Everything at or below it is answered from memory; 0 before anything is. */
    @Override
    public long position() {
        var running = current;
        return running == null ? 0 : running.feed().position();
    }

    @Override
    public String name() {
        return "index";
    }

    /** Whether everything that was in the log at the start is there. */
    public boolean caughtUp() {
        var running = current;
        return running != null && running.feed().caughtUp();
    }

    /**
     * The index, for analyses.
     *
     * @throws Problem 503 when it is full: what it holds is not all there is
     */
    public JourneyIndex index() {
        var feed = feed();
        if (feed.full()) {
            throw Problem.of(503, "index-full", "The index has reached its memory limit")
                    .with("position", feed.index().figures().position())
                    .retryAfter(INDEX_FULL_RETRY);
        }
        return feed.index();
    }

    /** How large the index is, full or not; nothing is in it while the documents it begins with are read. */
    public Figures figures() {
        var running = current;
        return running == null
                ? new Figures(0, 0, 0, 0, 0, 0, 0, settings.limitBytes(), Long.MIN_VALUE, false)
                : running.feed().index().figures();
    }

    public boolean full() {
        var running = current;
        return running != null && running.feed().full();
    }

    public RecordedTimes times() {
        return feed().times();
    }

    /** Who is one with whom, as far as was known at the position. */
    public Persons persons(long asOf) {
        return feed().graph().asOf(asOf);
    }

    /** What was declared of touchpoints, journey maps and surveys, as far as was known at the position. */
    public Catalogue catalogue(long asOf) {
        return feed().catalogue().at(asOf);
    }

    /** Everything told of personas; ask as of a position that was reached. */
    public PersonaHistory personas() {
        return feed().personas();
    }

    /** Who is reached by which e-mail address or phone number now. */
    public Contacts contacts() {
        return feed().contacts();
    }

    /** Everything people said of what they allow; ask as of a position that was reached. */
    public ConsentHistory consents() {
        return feed().consents();
    }

    /** The profile opened for the identity, if one was by then. */
    public @Nullable ProfileOpened opened(IdentityKey identity) {
        return feed().opened(identity);
    }

    /**
     * What the log has of the identity at or below this position is told of nobody, whatever moment is asked about; 0 for an identity
     * that was never erased.
     */
    public long erasedUpTo(IdentityKey identity) {
        return forgotten.erasedUpTo(identity);
    }

    /** Whether the identity was erased and nothing new was told of it since. */
    public boolean isGone(IdentityKey identity) {
        return forgotten.isGone(identity);
    }

    /** The erasures that this service has still to carry out; none as long as the log is read. */
    public List<ProfileErased> erasuresDue() {
        var running = current;
        return running == null || !running.feed().caughtUp()
                ? List.of()
                : running.feed().duties().erasures();
    }

    /** The runs of retention that this service has still to carry out; none as long as the log is read. */
    public List<RetentionDue> retentionsDue() {
        var running = current;
        return running == null || !running.feed().caughtUp()
                ? List.of()
                : running.feed().duties().retentions();
    }

    public boolean isRetracted(Fact fact, long asOf) {
        return isRetracted(fact.key(), asOf);
    }

    /** @param key of an event */
    public boolean isRetracted(String key, long asOf) {
        return feed().retractedSince(key) <= asOf;
    }

    /** Names of the attributes that can be filtered on. */
    public List<String> attributeNames() {
        return settings.attributes();
    }

    public RecentFacts recent() {
        return feed().recent();
    }

    private Feed feed() {
        var running = current;
        if (running == null) {
            throw Problem.of(503, "starting", "The view is not open yet").retryAfter(Duration.ofSeconds(1));
        }
        return running.feed();
    }

    @Override
    public void start() {
        started = true;
        generations.onRequestedRebuild(this::begin);
        var thread = new Thread(this::open, "feed");
        thread.setDaemon(true);
        first = thread;
        thread.start();
    }

    private void open() {
        while (started) {
            try {
                var upTo = generations.storedPosition();
                var feed = upTo > 0
                        ? Feed.fromDocuments(
                                log, events, settings, forgotten, facts, generations.active(), upTo, () -> true)
                        : Feed.fromLog(log, events, settings, forgotten, () -> true);
                current = new Running(feed, Thread.currentThread());
                feed.run();
                return;
            } catch (RuntimeException e) {
                LOG.warn("Opening the view failed; trying again", e);
                try {
                    Thread.sleep(RETRY);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    /** The heap that is free after garbage is collected has to hold what the view takes now, and a quarter more. */
    @Override
    public boolean fits() {
        var needed = feed().index().figures().indexBytes() * 5 / 4;
        return Runtime.getRuntime().maxMemory() - heapInUse() > needed;
    }

    private static long heapInUse() {
        long bytes = 0;
        for (var pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                var collected = pool.getCollectionUsage();
                bytes += collected == null || collected.getUsed() == 0
                        ? pool.getUsage().getUsed()
                        : collected.getUsed();
            }
        }
        return bytes;
    }

    private synchronized void begin() {
        if (building != null) {
            return;
        }
        if (!fits()) {
            LOG.warn("A second index does not fit beside the first: this replica keeps the one it has");
            return;
        }
        var feed = Feed.fromLog(log, events, settings, forgotten, this::takeOver);
        var thread = new Thread(feed, "feed-rebuild");
        thread.setDaemon(true);
        building = new Running(feed, thread);
        thread.start();
    }

    /** @return false as long as what is read now is further: answers never go back */
    private synchronized boolean takeOver() {
        var built = building;
        var old = current;
        if (built == null) {
            return true; // called off
        }
        if (old != null && built.feed().position() < old.feed().position()) {
            return false;
        }
        current = built;
        building = null;
        if (old != null) {
            old.feed().stop();
        }
        LOG.info("Reading the rebuilt index from now on");
        return true;
    }

    @Override
    public synchronized void cancel() {
        var built = building;
        building = null;
        if (built != null) {
            built.feed().stop();
        }
    }

    @Override
    public boolean running() {
        return building != null;
    }

    @Override
    public void stop() {
        started = false;
        cancel();
        var running = current;
        if (running != null) {
            running.feed().stop();
        }
        var thread = running == null ? first : running.thread();
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(STOP_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }
}
