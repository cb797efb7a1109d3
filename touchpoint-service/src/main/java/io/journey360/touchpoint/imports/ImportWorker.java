package io.journey360.touchpoint.imports;

import io.journey360.touchpoint.collector.Collector;
import io.journey360.touchpoint.surveys.SurveyScales;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Runs imports one after the other, first those that a stop or a crash cut off. */
@Component
class ImportWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ImportWorker.class);
    private static final Duration REJECTS_KEPT = Duration.ofDays(7);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final String WAKE_UP = "";

    private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final ImportStates states;
    private final ImportFiles files;
    private final ImportRows rows;
    private final Collector collector;
    private final SurveyScales surveys;
    private final JsonMapper json;
    private final Clock clock;
    private volatile boolean isStopped = true;
    private volatile @Nullable Thread thread;

    ImportWorker(
            ImportStates states,
            ImportFiles files,
            ImportRows rows,
            Collector collector,
            SurveyScales surveys,
            JsonMapper json,
            Clock clock) {
        this.states = states;
        this.files = files;
        this.rows = rows;
        this.collector = collector;
        this.surveys = surveys;
        this.json = json;
        this.clock = clock;
    }

    void submit(String id) {
        queue.add(id);
    }

    private void work() {
        try {
            resume();
            while (!surveys.areKnown() && !isStopped) {
                Thread.sleep(LOOK_EVERY);
            }
            while (!isStopped) {
                forgetOldRejects();
                var id = queue.poll(1, TimeUnit.HOURS);
                if (id != null && !id.equals(WAKE_UP)) {
                    run(id);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resume() {
        try {
            var all = states.list();
            files.deleteStrays(id -> all.stream()
                    .anyMatch(at ->
                            at.state().id().equals(id) && !at.state().state().isOver()));
            all.reversed().stream()
                    .map(ImportStates.Versioned::state)
                    .filter(state -> !state.state().isOver() && files.hasUpload(state.id()))
                    .forEach(state -> queue.add(state.id()));
        } catch (RuntimeException e) {
            LOG.error("Imports that were cut off could not be looked for", e);
        }
    }

    private void run(String id) throws InterruptedException {
        try {
            var found = states.find(id);
            if (found.isPresent() && !found.get().state().state().isOver()) {
                new ImportRun(found.get(), rows, files, states, collector, json, clock, () -> isStopped).run();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("Import {} stopped; it goes on at the next start", id, e);
        }
    }

    private void forgetOldRejects() {
        var before = clock.instant().minus(REJECTS_KEPT);
        try {
            for (var at : states.list()) {
                var state = at.state();
                if (state.key() != null
                        && state.finishedAt() != null
                        && state.finishedAt().isBefore(before)) {
                    states.replace(at, state.withoutFiles());
                    files.deleteRejects(state.id());
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("Old rejects could not be removed: {}", e.getClass().getName());
        }
    }

    /** Under the key-encryption key in use, so that older ones can go. An import that is under way elsewhere is left to its own worker. */
    private void rewrapKeys() {
        for (var at : states.list()) {
            var state = at.state();
            if (state.key() != null && (state.state().isOver() || files.hasUpload(state.id()))) {
                var key = files.rewrapped(state.id(), state.key());
                if (!key.equals(state.key())) {
                    states.replaceIfUnchanged(at, state.withKey(key));
                }
            }
        }
    }

    @Override
    public void start() {
        rewrapKeys();
        isStopped = false;
        thread = Thread.ofPlatform().name("imports").start(this::work);
    }

    @Override
    public void stop() {
        isStopped = true;
        var running = thread;
        thread = null;
        queue.add(WAKE_UP);
        if (running != null) {
            try {
                running.join(LONGEST_STOP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
