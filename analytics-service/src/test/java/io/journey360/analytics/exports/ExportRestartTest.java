package io.journey360.analytics.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.running.Events;
import io.journey360.analytics.running.RunningAnalytics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportRestartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void anExportThatWasCutOffIsWrittenAnewAsOfTheSamePosition() throws IOException, InterruptedException {
        Export cutOff;
        try (var analytics = new RunningAnalytics(folder)) {
            analytics.append(
                    Events.discovered("d1", Events.identity(1), 0), Events.interacted("i1", Events.identity(1), 1));
            cutOff = export("export-cut-off", analytics.bean(LiveView.class).position(), Instant.now());
            analytics.append(Events.served("s1", Events.identity(1), 2));
            analytics.bean(Exports.class).insert(cutOff.running());
            Files.createDirectories(folder.resolve("data/exports"));
            Files.writeString(folder.resolve("data/exports/export-cut-off.csv.part"), "position,id,sour");
            Files.writeString(folder.resolve("data/exports/export-of-nobody.csv"), "position");
        }

        try (var analytics = new RunningAnalytics(folder)) {
            var exports = analytics.bean(Exports.class);
            var deadline = Instant.now().plus(PATIENCE);
            while (exports.find(cutOff.id()).orElseThrow().state() != Export.State.DONE) {
                assertThat(Instant.now()).isBefore(deadline);
                Thread.sleep(20);
            }
            assertThat(exports.find(cutOff.id()).orElseThrow().rows()).isEqualTo(2); // not what happened after
            assertThat(Files.readAllLines(folder.resolve("data/exports/export-cut-off.csv")))
                    .hasSize(3);
            assertThat(folder.resolve("data/exports/export-cut-off.csv.part")).doesNotExist();
            assertThat(folder.resolve("data/exports/export-of-nobody.csv")).doesNotExist();
        }
    }

    @Test
    void anExportIsGoneWhenItsTimeHasCome() throws IOException {
        try (var analytics = new RunningAnalytics(folder)) {
            var old = export("export-old", 0, Instant.now(Clock.systemUTC()).minus(Duration.ofHours(25)));
            analytics.bean(Exports.class).insert(old.done(0, 1, Instant.now()));
            Files.createDirectories(folder.resolve("data/exports"));
            var file = Files.writeString(folder.resolve("data/exports/export-old.csv"), "x");

            analytics
                    .http()
                    .get()
                    .uri("/api/v1/analytics/exports/export-old/file")
                    .exchange()
                    .expectStatus()
                    .isNotFound();
            analytics.bean(ExportWorker.class).sweep();

            assertThat(file).doesNotExist();
        }
    }

    @Test
    void noExportIsLeftWhenSomebodyIsErased() throws IOException {
        try (var analytics = new RunningAnalytics(folder)) {
            var one = export("export-one", 0, Instant.now());
            analytics.bean(Exports.class).insert(one.done(0, 1, Instant.now()));
            Files.createDirectories(folder.resolve("data/exports"));
            Files.writeString(folder.resolve("data/exports/export-one.csv"), "x");
            Files.writeString(folder.resolve("data/exports/export-removed-elsewhere.parquet"), "x");

            analytics.bean(ErasedExports.class).remove();

            assertThat(analytics.bean(Exports.class).find("export-one")).isEmpty();
            assertThat(folder.resolve("data/exports")).isEmptyDirectory();
        }
    }

    private static Export export(String id, long position, Instant createdAt) {
        return new Export(
                id,
                ExportFormat.CSV,
                new ExportRequest("csv", new ExportRequest.Events(null, null, null, null, null), null),
                position,
                Export.State.WAITING,
                0,
                0,
                createdAt,
                createdAt.plus(Duration.ofHours(24)),
                null,
                null);
    }
}
