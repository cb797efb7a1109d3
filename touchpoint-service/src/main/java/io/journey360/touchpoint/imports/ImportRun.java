package io.journey360.touchpoint.imports;

import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.collector.Collector;
import io.journey360.touchpoint.collector.Item;
import io.journey360.touchpoint.collector.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One import from where it stands to its end. Events go to the collector in chunks, each accounted for once it is stored; while one is
 * being stored the next is read and sealed. After a crash what was stored but not accounted for comes back as duplicates.
 */
final class ImportRun {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int MOST_LINE_SHOWN = 8 * 1024;

    private static final class Chunk {
        private List<Item.Event> events = new ArrayList<>();
        private final ByteArrayOutputStream rejects = new ByteArrayOutputStream();
        private int rejected;
        private long rowsRead;
        private long bytesRead;
        private @Nullable CompletableFuture<List<Verdict>> verdicts;
    }

    private final ImportRows rows;
    private final ImportFiles files;
    private final ImportStates states;
    private final Collector collector;
    private final JsonMapper json;
    private final Clock clock;
    private final BooleanSupplier isStopped;
    private ImportStates.Versioned at;
    private Chunk chunk = new Chunk();
    private @Nullable Chunk storing;

    ImportRun(
            ImportStates.Versioned from,
            ImportRows rows,
            ImportFiles files,
            ImportStates states,
            Collector collector,
            JsonMapper json,
            Clock clock,
            BooleanSupplier isStopped) {
        this.at = from;
        this.rows = rows;
        this.files = files;
        this.states = states;
        this.collector = collector;
        this.json = json;
        this.clock = clock;
        this.isStopped = isStopped;
    }

    /** Returns early, with the import still running, when the worker is stopped. */
    void run() throws IOException, InterruptedException {
        at = states.replace(at, at.state().running(clock.instant()));
        var state = at.state();
        var key = state.key();
        if (key == null) {
            throw new IllegalStateException("The upload of " + state.id() + " is gone");
        }
        var mapping = state.mapping() == null ? null : CompiledMapping.of(state.mapping());
        try (var in = new Counting(files.open(state.id(), key));
                var source = rows.open(state.format(), in)) {
            for (var row = source.next(); row != null; row = source.next()) {
                if (row.number() > state.rowsRead()) {
                    add(row, mapping, in.count, key);
                }
                if (isStopped.getAsBoolean()) {
                    account(key);
                    return;
                }
            }
            store(key);
            account(key);
            at = states.replace(at, at.state().over(ImportState.State.COMPLETED, null, clock.instant()));
        } catch (Problem problem) {
            store(key);
            account(key);
            at = states.replace(at, at.state().over(ImportState.State.FAILED, problem.document(), clock.instant()));
        }
        files.deleteUpload(state.id());
    }

    private void add(Row row, @Nullable CompiledMapping mapping, long bytesRead, String key)
            throws IOException, InterruptedException {
        var items = rows.items(row, mapping, at.state().file());
        if (chunk.events.size() + items.size() > Collector.MOST_EVENTS) {
            store(key);
        }
        for (var item : items) {
            switch (item) {
                case Item.Event event -> chunk.events.add(event);
                case Item.Refused refused -> reject(row, refused);
            }
        }
        chunk.rowsRead = row.number();
        chunk.bytesRead = bytesRead;
    }

    private void reject(Row row, Item.Refused refused) {
        var text = row.text();
        var reject = new LinkedHashMap<String, Object>();
        reject.put("row", row.number());
        if (refused.id() != null) {
            reject.put("id", refused.id());
        }
        reject.put("problem", refused.problem().document());
        reject.put("line", text.length() <= MOST_LINE_SHOWN ? text : text.substring(0, MOST_LINE_SHOWN));
        chunk.rejects.writeBytes(json.writeValueAsBytes(reject));
        chunk.rejects.write('\n');
        chunk.rejected++;
    }

    /** Waits for the chunk before, so that rows enter the log in their order. */
    private void store(String key) throws IOException, InterruptedException {
        var sealed = collector.sealedMeanwhile(chunk.events, storing == null ? null : storing.verdicts);
        account(key);
        if (chunk.rowsRead > 0) {
            chunk.events = sealed;
            chunk.verdicts = collector.collect(chunk.events);
            storing = chunk;
            chunk = new Chunk();
        }
    }

    private void account(String key) throws IOException, InterruptedException {
        var stored = storing;
        if (stored == null || stored.verdicts == null) {
            return;
        }
        long accepted = 0;
        var verdicts = await(stored);
        for (var verdict : verdicts) {
            accepted += verdict == Verdict.ACCEPTED ? 1 : 0;
        }
        var state = at.state();
        long rejectsLength = files.addRejects(state.id(), key, state.rejectsLength(), stored.rejects.toByteArray());
        at = states.replace(
                at,
                state.advanced(
                        stored.bytesRead,
                        stored.rowsRead,
                        accepted,
                        verdicts.size() - accepted,
                        stored.rejected,
                        rejectsLength));
        storing = null;
    }

    /** An overloaded log is waited for: an import has time. */
    private List<Verdict> await(Chunk stored) throws InterruptedException {
        var verdicts = stored.verdicts;
        var pause = Duration.ofMillis(200);
        while (true) {
            try {
                return Collector.await(verdicts == null ? collector.collect(stored.events) : verdicts);
            } catch (Problem e) {
                if (isStopped.getAsBoolean()) {
                    throw new InterruptedException("Stopped while the log was unavailable");
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                verdicts = null;
            }
        }
    }

    private static final class Counting extends FilterInputStream {

        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = super.skip(n);
            count += skipped;
            return skipped;
        }
    }
}
