package io.journey360.analytics.exports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The files of exports on this machine: {@code ID.FORMAT}, and with {@code .part} behind it as long as it is written. */
@Component
class ExportFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ExportFiles.class);
    private static final String UNFINISHED = ".part";

    private final Path folder;

    ExportFiles(@Value("${journey.data:./journey-data}") Path data) {
        this.folder = data.resolve("exports");
    }

    Path finished(Export export) {
        return folder.resolve(name(export));
    }

    /** A place to write to. */
    Path unfinished(Export export) throws IOException {
        Files.createDirectories(folder);
        return folder.resolve(name(export) + UNFINISHED);
    }

    private static String name(Export export) {
        return export.id() + "." + export.format().wireName();
    }

    /** @return its size in bytes */
    long finish(Export export) throws IOException {
        Files.move(unfinished(export), finished(export), StandardCopyOption.ATOMIC_MOVE);
        return Files.size(finished(export));
    }

    void delete(Export export) {
        try {
            Files.deleteIfExists(folder.resolve(name(export) + UNFINISHED));
            Files.deleteIfExists(finished(export));
        } catch (IOException e) {
            LOG.warn("The file of export {} could not be removed; it is tried again", export.id(), e);
        }
    }

    void deleteUnfinished(Export export) {
        try {
            Files.deleteIfExists(folder.resolve(name(export) + UNFINISHED));
        } catch (IOException e) {
            LOG.warn("The unfinished file of export {} could not be removed; it is tried again", export.id(), e);
        }
    }

    /** Removes the files of exports that are gone. */
    void deleteStrays(Predicate<String> known) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var name = file.getFileName().toString();
                int end = name.indexOf('.');
                if (end > 0 && !known.test(name.substring(0, end))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Files of old exports could not be removed; it is tried again", e);
        }
    }
}
