package io.journey360.analytics.generation;

import com.mongodb.client.MongoDatabase;
import io.journey360.analytics.generation.Control.Building;
import io.journey360.analytics.generation.Control.Retired;
import io.journey360.analytics.generation.ViewProcessors.Running;
import io.journey360.platform.deadletters.DeadLetterGroup;
import io.journey360.platform.deadletters.DeadLetterGroups;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.problem.Problem;
import io.journey360.platform.projection.ViewPosition;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.axonframework.common.AxonThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the generations of the view: what the control document says should run runs, in every replica. A new generation takes
 * over when all its segments have passed the head of the log seen at the check before; the old one is written on for readers
 * that began with it, and then goes.
 */
@Component
public class Generations implements SmartLifecycle, ViewPosition, DeadLetterGroups {

    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);
    private static final Duration RETIRED_ARE_KEPT = Duration.ofMinutes(15);

    private final GenerationView view;
    private final ViewProcessors processors;
    private final ControlStore controls;
    private final JourneyLog log;
    private final Clock clock;
    private final Map<Integer, Running> running = new ConcurrentHashMap<>();
    private volatile @Nullable Control control;
    private volatile @Nullable ScheduledExecutorService checks;
    private volatile long headAtStart;
    private volatile boolean caughtUp;
    private volatile Runnable whenRequested = () -> {};
    private volatile IntPredicate mayTakeOver = generation -> true;
    private int told;
    private @Nullable Target target;

    private record Target(int generation, long head) {}

    Generations(GenerationView view, ViewProcessors processors, MongoDatabase database, JourneyLog log, Clock clock) {
        this.view = view;
        this.processors = processors;
        this.controls = new ControlStore(database);
        this.log = log;
        this.clock = clock;
    }

    /** The generation to read. */
    public int active() {
        return known().active();
    }

    /** The generation a cursor began with while it exists, else the active one: both hold the same facts. */
    public int resolve(int wanted) {
        var known = known();
        return known.holds(wanted) ? wanted : known.active();
    }

    /**
     * Where the active generation was when it was last stored: what a start from documents can rely on. 0 while those are of an
     * earlier version of the view, which may lack what this one needs.
     */
    public long storedPosition() {
        var known = known();
        return known.activeVersion() < view.version() ? 0 : processors.storedPosition(view, known.active());
    }

    @Override
    public String name() {
        return view.name();
    }

    /** Everything at or below it is in the active generation. */
    @Override
    public long position() {
        var known = control;
        var active = known == null ? null : running.get(known.active());
        return active == null ? 0 : active.position();
    }

    @Override
    public List<DeadLetterGroup> groups() {
        return running.values().stream().map(Running::deadLetterGroup).toList();
    }

    /** Whether the active generation has passed the head of the log seen at the start. */
    public boolean caughtUp() {
        if (!caughtUp) {
            caughtUp = control != null && position() >= headAtStart;
        }
        return caughtUp;
    }

    /** Everything at or below it is in the generation; 0 for one that is not written here. */
    public long position(int generation) {
        var written = running.get(generation);
        return written == null ? 0 : written.position();
    }

    /** Generations that are written here: the active one, the one being built, and those that were active. */
    public Set<Integer> written() {
        return Set.copyOf(running.keySet());
    }

    /** @param condition without which no generation takes over */
    public void takeOverOnlyIf(IntPredicate condition) {
        mayTakeOver = condition;
    }

    /** How far the generation being built has come; 0 when none is. */
    long buildingPosition() {
        var known = control;
        var building = known == null || known.building() == null
                ? null
                : running.get(known.building().generation());
        return building == null ? 0 : building.position();
    }

    /** As it is now, not as it was at the last check. Blocks. */
    Control current() {
        return controls.find(view.name(), view.version());
    }

    private Control known() {
        var known = control;
        if (known == null) {
            throw Problem.of(503, "starting", "The view is not open yet").retryAfter(Duration.ofSeconds(1));
        }
        return known;
    }

    /**
     * Begins a new generation.
     *
     * @param requested whether everything else derived is to be rebuilt with it
     * @throws Problem 409 if one is being built
     */
    Control rebuild(boolean requested) {
        while (true) {
            var now = controls.find(view.name(), view.version());
            if (now.building() != null) {
                throw Problem.of(409, "rebuild-running", "A rebuild is running")
                        .with("generation", now.building().generation());
            }
            var next = now.build(view.version(), requested, clock.instant());
            if (controls.replace(now, next)) {
                LOG.info("Building {}", ViewProcessors.name(view, next.last()));
                checkSoon();
                return next;
            }
        }
    }

    /** @return false if the generation is not being built */
    boolean cancel(int generation) {
        while (true) {
            var now = controls.find(view.name(), view.version());
            var building = now.building();
            if (building == null || building.generation() != generation) {
                return false;
            }
            if (controls.replace(now, now.cancel(building, clock.instant()))) {
                LOG.info("Cancelled {}", ViewProcessors.name(view, generation));
                checkSoon();
                return true;
            }
        }
    }

    /** @param listener called in every replica when somebody asked for a rebuild */
    public void onRequestedRebuild(Runnable listener) {
        whenRequested = listener;
    }

    private void checkSoon() {
        var executor = checks;
        if (executor != null) {
            executor.execute(this::check);
        }
    }

    @Override
    public void start() {
        headAtStart = log.head();
        control = controls.find(view.name(), view.version());
        var executor = Executors.newSingleThreadScheduledExecutor(new AxonThreadFactory("generations"));
        checks = executor;
        executor.scheduleWithFixedDelay(this::check, 0, CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void check() {
        try {
            var now = controls.find(view.name(), view.version());
            control = now;
            run(now);
            var building = now.building();
            if (building != null) {
                tell(building);
                switchOverIfCaughtUp(now, building);
            } else if (now.activeVersion() < view.version()) {
                rebuild(false);
            }
            for (var retired : now.retired()) {
                dropIfOld(now, retired);
            }
        } catch (RuntimeException e) {
            LOG.warn("Checking the generations of {} failed; trying again", view.name(), e);
        }
    }

    private void run(Control now) {
        Set<Integer> wanted = new HashSet<>();
        wanted.add(now.active());
        if (now.building() != null && now.building().version() == view.version()) {
            wanted.add(now.building().generation());
        }
        now.retired().stream().filter(retired -> !isOld(retired)).forEach(retired -> wanted.add(retired.generation()));
        for (int generation : Set.copyOf(running.keySet())) {
            if (!wanted.contains(generation)) {
                var unwanted = running.remove(generation);
                if (unwanted != null) {
                    unwanted.stop();
                }
            }
        }
        for (int generation : wanted) {
            if (!running.containsKey(generation)) {
                running.put(generation, processors.start(view, generation));
            }
        }
    }

    private void tell(Building building) {
        if (building.requested() && building.generation() != told) {
            told = building.generation();
            whenRequested.run();
        }
    }

    private void switchOverIfCaughtUp(Control now, Building building) {
        var built = running.get(building.generation());
        if (built == null) {
            return; // another version of the view, so another replica's to judge
        }
        var before = target;
        target = new Target(building.generation(), log.head());
        if (before != null
                && before.generation() == building.generation()
                && built.position() >= before.head()
                && mayTakeOver.test(building.generation())
                && controls.replace(now, now.switchOver(building, clock.instant()))) {
            LOG.info("Reading {} from now on", ViewProcessors.name(view, building.generation()));
            control = controls.find(view.name(), view.version());
        }
    }

    private boolean isOld(Retired retired) {
        return retired.at().plus(RETIRED_ARE_KEPT).isBefore(clock.instant());
    }

    private void dropIfOld(Control now, Retired retired) {
        if (isOld(retired)
                && !running.containsKey(retired.generation())
                && processors.forget(view, retired.generation())) {
            view.drop(retired.generation());
            if (controls.replace(now, now.forget(retired.generation()))) {
                LOG.info("Dropped {}", ViewProcessors.name(view, retired.generation()));
            }
        }
    }

    @Override
    public void stop() {
        var executor = checks;
        checks = null;
        if (executor != null) {
            executor.shutdownNow();
            try {
                executor.awaitTermination(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        running.values().forEach(Running::stop);
        running.clear();
    }

    @Override
    public boolean isRunning() {
        return checks != null;
    }
}
