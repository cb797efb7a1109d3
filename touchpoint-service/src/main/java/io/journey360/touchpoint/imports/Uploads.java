package io.journey360.touchpoint.imports;

import io.journey360.platform.log.EventKeys;
import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.collector.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes a file in: sealed on disk and looked at before the sender is told that it is there. */
@Component
class Uploads {

    private static final int LONGEST_NAME = 128;
    private static final int BUFFER = 64 * 1024;

    private final Mappings mappings;
    private final ImportFiles files;
    private final ImportStates states;
    private final ImportRows rows;
    private final ImportWorker worker;
    private final Clock clock;

    Uploads(
            Mappings mappings,
            ImportFiles files,
            ImportStates states,
            ImportRows rows,
            ImportWorker worker,
            Clock clock) {
        this.mappings = mappings;
        this.files = files;
        this.states = states;
        this.rows = rows;
        this.worker = worker;
        this.clock = clock;
    }

    /**
     * @param file its name; its content names it when it has none
     * @param sources that the caller may send events of
     */
    ImportState store(
            String id,
            FileFormat format,
            @Nullable String mappingName,
            @Nullable String file,
            Sources sources,
            InputStream body)
            throws IOException {
        if (file != null && (file.isBlank() || file.length() > LONGEST_NAME || file.indexOf('@') >= 0)) {
            throw Problem.invalid("/file", "must be a name of at most " + LONGEST_NAME + " characters without @");
        }
        var existing = states.find(id);
        if (existing.isPresent()) {
            return existing.get().state(); // the same request, repeated
        }
        var mapping = mapping(format, mappingName);
        check(mapping, sources);
        var key = files.newKey(id);
        var content = new Content();
        files.store(id, key, out -> {
            var buffer = new byte[BUFFER];
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                content.add(buffer, count);
                out.write(buffer, 0, count);
            }
        });
        try (var in = files.open(id, key);
                var source = rows.open(format, in)) {
            if (mapping != null) {
                ImportRows.checkColumns(source, CompiledMapping.of(mapping));
            }
        } catch (Problem e) {
            files.deleteUpload(id);
            throw e;
        }
        var state = ImportState.queued(
                id,
                format,
                mappingName,
                mapping,
                file != null ? file : content.name(),
                key,
                content.length,
                clock.instant());
        states.insert(state);
        worker.submit(id);
        return state;
    }

    /** An import goes on without its caller, so what it may bring in is checked before. */
    private static void check(@Nullable ImportMapping mapping, Sources sources) {
        if (mapping != null) {
            sources.demand(mapping.source());
        } else if (sources.bound() != null) {
            throw Problem.of(
                    403,
                    "source-not-allowed",
                    "A key bound to sources imports with a mapping, which names the source; CloudEvents it sends to /events");
        }
    }

    private @Nullable ImportMapping mapping(FileFormat format, @Nullable String name) {
        if (name == null) {
            if (format == FileFormat.NDJSON) {
                return null;
            }
            throw Problem.invalid("/mapping", "is required");
        }
        var mapping = mappings.find(name)
                .orElseThrow(() -> Problem.invalid("/mapping", "names no mapping"))
                .mapping();
        if (mapping.format() != format) {
            throw Problem.invalid("/mapping", "is for " + mapping.format().wireName() + " files");
        }
        return mapping;
    }

    private static final class Content {

        private final MessageDigest digest;
        private long length;

        Content() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        void add(byte[] bytes, int count) {
            digest.update(bytes, 0, count);
            length += count;
        }

        String name() {
            return "content-" + EventKeys.base32(digest.digest()).substring(0, 26);
        }
    }
}
