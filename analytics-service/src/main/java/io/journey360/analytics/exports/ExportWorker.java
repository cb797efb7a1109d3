package io.journey360.analytics.exports;

import io.journey360.analytics.feed.LiveView;
import io.journey360.platform.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Writes exports, a few at a time. One that was cut off by a stop or a crash is written anew at the next start: it is as of the
 * same position, so nothing is different. Files whose time has come are removed.
 */
@Component
class ExportWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ExportWorker.class);
    private static final Duration BUSY_RETRY = Duration.ofSeconds(10);
    private static final Duration VIEW_RETRY = Duration.ofMillis(100);
    private static final long SWEEP_EVERY_MINUTES = 10;
    private static final long LONGEST_STOP_SECONDS = 10;
    private static final int CHECK_EVERY = 1_000;

    private final LiveView view;
    private final Exports exports;
    private final ExportFiles files;
    private final ExportRows rows;
    private final ExportSettings settings;
    private final Clock clock;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private volatile @Nullable ExecutorService writers;
    private volatile @Nullable ScheduledExecutorService sweeper;

    private record Running(Future<?> task, AtomicLong written) {}

    ExportWorker(
            LiveView view, Exports exports, ExportFiles files, ExportRows rows, ExportSettings settings, Clock clock) {
        this.view = view;
        this.exports = exports;
        this.files = files;
        this.rows = rows;
        this.settings = settings;
        this.clock = clock;
    }

    /** @throws Problem 503 when as many are written and waiting as may be */
    synchronized void checkRoom() {
        if (running.size() >= settings.concurrent() + settings.waiting()) {
            throw Problem.of(503, "too-many-exports", "Too many exports are being written")
                    .retryAfter(BUSY_RETRY);
        }
    }

    /** Writes the export as soon as it is its turn; does nothing if it is being written. */
    synchronized void submit(Export export) {
        var executor = writers;
        if (executor == null || running.containsKey(export.id())) {
            return;
        }
        var written = new AtomicLong();
        var task = new FutureTask<@Nullable Void>(() -> write(export, written), null);
        running.put(export.id(), new Running(task, written));
        executor.execute(() -> {
            try {
                task.run();
            } finally {
                running.remove(export.id());
            }
        });
    }

    /** Rows of an export that have been written so far. */
    long written(String id) {
        var task = running.get(id);
        return task == null ? 0 : task.written.get();
    }

    void delete(Export export) {
        exports.delete(export.id());
        var task = running.get(export.id());
        if (task != null) {
            task.task.cancel(true);
        }
        files.delete(export);
    }

    private void write(Export export, AtomicLong written) {
        try {
            exports.put(export.running());
            awaitView(export.position());
            var from = rows.of(export);
            try (var table = export.format().open(files.unfinished(export), from.columns())) {
                from.each(cells -> {
                    if (written.get() % CHECK_EVERY == 0 && Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    table.write(cells);
                    written.incrementAndGet();
                });
            }
            long bytes = files.finish(export);
            exports.put(export.done(written.get(), bytes, clock.instant()));
        } catch (InterruptedException e) {
            files.deleteUnfinished(export); // deleted, or to be written anew at the next start
        } catch (IOException | RuntimeException e) {
            if (Thread.interrupted()) { // a channel closed under the writer
                files.deleteUnfinished(export);
                return;
            }
            LOG.warn("Export {} failed", export.id(), e);
            files.deleteUnfinished(export);
            exports.put(export.failed(reason(e), clock.instant()));
        }
        if (exports.find(export.id()).isEmpty()) {
            files.delete(export); // deleted while it was being finished
        }
    }

    /** After a start: who is one with whom, and what was taken back, has to be known up to the position. */
    private void awaitView(long position) throws InterruptedException {
        while (view.position() < position) {
            Thread.sleep(VIEW_RETRY);
        }
    }

    private static String reason(Exception e) {
        var cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
        if (cause instanceof IOException) {
            var message = String.valueOf(cause.getMessage());
            return message.contains("No space left") || message.contains("not enough space")
                    ? "no-space: there is no room for the file on the disk"
                    : "io: the file could not be written";
        }
        return cause instanceof Problem problem
                ? problem.code() + ": " + problem.getMessage()
                : "internal: it will not work";
    }

    @Override
    public synchronized void start() {
        writers = Executors.newFixedThreadPool(
                settings.concurrent(),
                Thread.ofPlatform().daemon().name("export-", 1).factory());
        var every = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("exports-sweep").factory());
        sweeper = every;
        every.execute(this::resume);
        every.scheduleWithFixedDelay(this::sweep, 1, SWEEP_EVERY_MINUTES, TimeUnit.MINUTES);
    }

    private void resume() {
        try {
            sweep();
            exports.list().stream().filter(export -> !export.state().isOver()).forEach(this::submit);
        } catch (RuntimeException e) {
            LOG.error("Exports that were cut off could not be looked for", e);
        }
    }

    /** Records expire by themselves; the files of those that did are removed. */
    void sweep() {
        try {
            files.deleteStrays(id -> exports.find(id).isPresent());
        } catch (RuntimeException e) {
            LOG.warn("Files of old exports could not be looked for; it is tried again", e);
        }
    }

    @Override
    public void stop() {
        var every = sweeper;
        var executor = writers;
        writers = null;
        sweeper = null;
        if (every != null) {
            every.shutdownNow();
        }
        if (executor != null) {
            running.values().forEach(task -> task.task.cancel(true));
            executor.shutdownNow();
            try {
                if (!executor.awaitTermination(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warn("An export does not end; it is left");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return writers != null;
    }
}
