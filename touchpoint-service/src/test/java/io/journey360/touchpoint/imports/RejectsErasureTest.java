package io.journey360.touchpoint.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.ErasureId;
import io.journey360.events.IdentityKey;
import io.journey360.events.ProfileErased;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.touchpoint.LiveService;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RejectsErasureTest {

    private static final Instant MAY = Instant.parse("2026-05-01T10:00:00Z");
    private static LiveService service;
    private static Pseudonyms pseudonyms;

    @BeforeAll
    static void start() {
        service = LiveService.start();
        pseudonyms = service.bean(Pseudonyms.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void rowsThatNameAnErasedPersonInAnyFormGoAndTheOthersStay() throws Exception {
        importOf("import-a", """
                {"row": 1, "problem": {}, "line": "1,anna@example.org,soon"}
                {"row": 2, "problem": {}, "line": "2,ben@example.org,soon"}
                """, """
                {"row": 3, "id": "e-3", "problem": {}, "line": "{\\"source\\": \\"shop\\", \\"data\\": {\\"anonymous\\": \\"annas phone\\"}}"}
                {"row": 4, "problem": {}, "line": "{\\"data\\": {\\"customer\\": \\"anna@example.org\\", "}
                {"row": 5, "problem": {}, "line": "5;'anna@example.org';soon"}
                {"row": 6, "problem": {}, "line": "6,anna@example.organic,soon"}
                """);
        var before =
                service.bean(ImportStates.class).find("import-a").orElseThrow().state();
        var copy = Files.readAllBytes(service.data().resolve("imports/import-a.rejects"));

        var counts = scrub(pseudonyms.customer("anna@example.org", ""), pseudonyms.anonymous("annas phone", "shop"));

        assertThat(counts).isEqualTo(Map.of("rejectedRows", 4L));
        assertThat(rejects("import-a"))
                .contains("\"row\": 2", "\"row\": 6")
                .doesNotContain("anna@example.org,", "annas phone");
        assertThat(rejects("import-a").lines()).hasSize(2);
        var after =
                service.bean(ImportStates.class).find("import-a").orElseThrow().state();
        assertThat(after.key()).isNotEqualTo(before.key());
        assertThat(copy).isNotEqualTo(Files.readAllBytes(service.data().resolve("imports/import-a.rejects")));
        assertThat(scrub(pseudonyms.customer("anna@example.org", ""))).isEqualTo(Map.of("rejectedRows", 0L));
    }

    @Test
    void rejectsOfNobodyButTheErasedPersonAreGone() throws Exception {
        importOf("import-b", "{\"row\": 1, \"problem\": {}, \"line\": \"1,carl,soon\"}\n");

        assertThat(scrub(pseudonyms.customer("carl", ""))).isEqualTo(Map.of("rejectedRows", 1L));

        assertThat(rejects("import-b")).isEmpty();
        assertThat(service.data().resolve("imports/import-b.rejects")).doesNotExist();
    }

    @Test
    void aCrashBetweenTheTwoStepsIsMendedAtTheNextReading() throws Exception {
        importOf("import-c", "{\"row\": 1, \"problem\": {}, \"line\": \"1,dora,soon\"}\n");
        var files = service.bean(ImportFiles.class);
        var states = service.bean(ImportStates.class);
        var at = states.find("import-c").orElseThrow();
        var key = files.newKey("import-c");
        long length = files.replaceRejects("import-c", key, "{\"row\": 9}\n".getBytes(StandardCharsets.UTF_8));
        states.replace(at, at.state().withRejects(key, length));

        assertThat(rejects("import-c")).isEqualTo("{\"row\": 9}\n");
    }

    private static Map<String, Long> scrub(IdentityKey... identities) {
        return service.bean(RejectsScrubber.class)
                .scrub(new ProfileErased(new ErasureId("erasure-1"), List.of(identities), 0, MAY));
    }

    private static void importOf(String id, String... frames) throws Exception {
        var files = service.bean(ImportFiles.class);
        var states = service.bean(ImportStates.class);
        var key = files.newKey(id);
        files.store(id, key, out -> {});
        files.deleteUpload(id);
        long length = 0;
        for (var frame : frames) {
            length = files.addRejects(id, key, length, frame.getBytes(StandardCharsets.UTF_8));
        }
        states.insert(ImportState.queued(id, FileFormat.CSV, null, null, "f.csv", key, 0, MAY)
                .over(ImportState.State.COMPLETED, null, MAY)
                .withRejects(key, length));
    }

    private static String rejects(String id) throws Exception {
        var state = service.bean(ImportStates.class).find(id).orElseThrow().state();
        var all = new ByteArrayOutputStream();
        service.bean(ImportFiles.class).readRejects(id, state.key(), state.rejectsLength(), frame -> {
            all.writeBytes(frame);
            return true;
        });
        return all.toString(StandardCharsets.UTF_8);
    }
}
