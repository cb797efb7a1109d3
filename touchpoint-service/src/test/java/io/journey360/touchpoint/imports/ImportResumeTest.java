package io.journey360.touchpoint.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.log.JourneyLog;
import io.journey360.touchpoint.LiveService;
import io.journey360.touchpoint.collector.Sources;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImportResumeTest {

    private static final int ROWS = 20_000;
    private static final int STAYS_REJECTED = 200;

    private final LiveService service = LiveService.start();

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void anImportThatWasCutOffGoesOnAndEndsTheSame() throws Exception {
        var lines = IntStream.rangeClosed(1, ROWS)
                .mapToObj(i ->
                        "{\"specversion\": \"1.0\", \"id\": \"r-%d\", \"source\": \"desk\", \"type\": \"journey.served\", \"data\": {%s}}"
                                .formatted(
                                        i,
                                        i % (ROWS / STAYS_REJECTED) == 0 ? "" : "\"customer\": \"c-" + i % 50 + "\""))
                .collect(Collectors.joining("\n"));
        service.bean(Uploads.class)
                .store(
                        "import-1",
                        FileFormat.NDJSON,
                        null,
                        "desk.ndjson",
                        Sources.ANY,
                        new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
        var cutOff = await(state -> state.accepted() > 0);

        service.restart();

        var done = await(state -> state.state().isOver());
        assertThat(cutOff.rowsRead()).isLessThan(ROWS);
        assertThat(done.state()).isEqualTo(ImportState.State.COMPLETED);
        assertThat(done.rowsRead()).isEqualTo(ROWS);
        assertThat(done.rejected()).isEqualTo(STAYS_REJECTED);
        assertThat(done.accepted()).isEqualTo(ROWS - STAYS_REJECTED);
        assertThat(service.bean(JourneyLog.class).head()).isEqualTo(ROWS - STAYS_REJECTED);
        var rejects = new StringBuilder();
        service.bean(ImportFiles.class).readRejects("import-1", done.key(), done.rejectsLength(), frame -> {
            rejects.append(new String(frame, StandardCharsets.UTF_8));
            return true;
        });
        assertThat(rejects.toString().lines()).hasSize(STAYS_REJECTED);
        assertThat(service.bean(ImportFiles.class).hasUpload("import-1")).isFalse();
    }

    private ImportState await(Predicate<ImportState> condition) throws InterruptedException {
        for (int tries = 0; tries < 3_000; tries++) {
            var state = service.bean(ImportStates.class)
                    .find("import-1")
                    .orElseThrow()
                    .state();
            if (condition.test(state)) {
                return state;
            }
            Thread.sleep(Duration.ofMillis(10));
        }
        throw new AssertionError("The import does not come so far");
    }
}
