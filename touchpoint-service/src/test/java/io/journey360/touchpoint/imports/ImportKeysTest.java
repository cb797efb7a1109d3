package io.journey360.touchpoint.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.journey360.touchpoint.LiveService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImportKeysTest {

    private static final Instant MAY = Instant.parse("2026-05-01T10:00:00Z");
    private static final String REJECT = "{\"row\": 1, \"problem\": {}, \"line\": \"1,anna,soon\"}\n";

    private final LiveService service = LiveService.start();

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void areWrappedAnewWhenAnotherKeyStandsFirstSoThatTheOldOneCanGo() throws Exception {
        importOf("import-1");
        var before = key("import-1");
        var keyFile = keyFile();
        var old = Files.readString(keyFile);
        var line = newLine("key-two");

        Files.writeString(keyFile, line + old);
        service.restart();
        assertThat(key("import-1")).startsWith("key-two ").isNotEqualTo(before);
        assertThat(rejects("import-1")).isEqualTo(REJECT);

        Files.writeString(keyFile, line);
        service.restart();
        assertThat(rejects("import-1")).isEqualTo(REJECT);
        var after = key("import-1");
        service.restart();
        assertThat(key("import-1")).isEqualTo(after);
    }

    @Test
    void refuseTheStartThatLacksAKeyTheyAreStillWrappedUnder() throws Exception {
        importOf("import-2");
        var states = service.bean(ImportStates.class);
        var at = states.find("import-2").orElseThrow();
        states.replace(at, at.state().withKey("key-gone" + key("import-2").substring(12)));

        assertThatThrownBy(service::restart)
                .rootCause()
                .hasMessageContaining(keyFile().toString())
                .hasMessageContaining("key-gone")
                .hasMessageContaining("import-2");

        Files.writeString(keyFile(), newLine("key-gone"), StandardOpenOption.APPEND);
        service.restart();
    }

    @Test
    void thatAreDamagedHinderNobodyElse() throws Exception {
        importOf("import-3");
        importOf("import-4");
        var states = service.bean(ImportStates.class);
        var at = states.find("import-3").orElseThrow();
        states.replace(at, at.state().withKey("AAAA"));

        service.restart();

        assertThat(rejects("import-4")).isEqualTo(REJECT);
    }

    private void importOf(String id) throws Exception {
        var files = service.bean(ImportFiles.class);
        var key = files.newKey(id);
        files.store(id, key, out -> {});
        files.deleteUpload(id);
        long length = files.addRejects(id, key, 0, REJECT.getBytes(StandardCharsets.UTF_8));
        service.bean(ImportStates.class)
                .insert(ImportState.queued(id, FileFormat.CSV, null, null, "f.csv", key, 0, MAY)
                        .over(ImportState.State.COMPLETED, null, Instant.now())
                        .withRejects(key, length));
    }

    private String key(String id) {
        return service.bean(ImportStates.class).find(id).orElseThrow().state().key();
    }

    private String rejects(String id) throws Exception {
        var state = service.bean(ImportStates.class).find(id).orElseThrow().state();
        var all = new StringBuilder();
        service.bean(ImportFiles.class).readRejects(id, state.key(), state.rejectsLength(), frame -> {
            all.append(new String(frame, StandardCharsets.UTF_8));
            return true;
        });
        return all.toString();
    }

    private Path keyFile() {
        return service.data().resolveSibling("data.keys");
    }

    private static String newLine(String id) {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        return id + " " + Base64.getEncoder().encodeToString(key) + "\n";
    }
}
