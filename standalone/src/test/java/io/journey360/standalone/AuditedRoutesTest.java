package io.journey360.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Every GET that the API document knows is asked for; which of them leave an audit entry is compared with those that must and those that need not. */
@ExtendWith(OutputCaptureExtension.class)
class AuditedRoutesTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A new route that shows persons belongs here, and with {@code persons(…)} into the gateway's permissions. */
    private static final Set<String> SHOW_PERSONS = Set.of(
            "/api/v1/analytics/explanations/{id}",
            "/api/v1/analytics/exports/{id}",
            "/api/v1/analytics/exports/{id}/file",
            "/api/v1/bookings",
            "/api/v1/bookings/{id}",
            "/api/v1/customers",
            "/api/v1/customers/{id}/journey",
            "/api/v1/erasures/{id}",
            "/api/v1/imports/{id}/rejects",
            "/api/v1/locations/{id}/queue",
            "/api/v1/personas/{id}/people",
            "/api/v1/profiles/{id}",
            "/api/v1/profiles/{id}/consents",
            "/api/v1/profiles/{id}/export",
            "/api/v1/profiles/{id}/identities",
            "/api/v1/profiles/{id}/merges",
            "/api/v1/profiles/{id}/merges/{merge}",
            "/api/v1/profiles/{id}/personas",
            "/api/v1/stream");

    /** Shows figures, definitions, or how far something has come. */
    private static final Set<String> SHOW_NOBODY = Set.of(
            "/api/v1/analytics/funnel",
            "/api/v1/analytics/pain-points",
            "/api/v1/analytics/rebuilds/{id}",
            "/api/v1/analytics/stages",
            "/api/v1/analytics/status",
            "/api/v1/analytics/touchpoints",
            "/api/v1/analytics/voice",
            "/api/v1/dead-letters/{service}",
            "/api/v1/import-mappings",
            "/api/v1/import-mappings/{name}",
            "/api/v1/imports",
            "/api/v1/imports/{id}",
            "/api/v1/imports/{id}/progress",
            "/api/v1/journey-maps",
            "/api/v1/journey-maps/{id}",
            "/api/v1/personas",
            "/api/v1/personas/{id}",
            "/api/v1/retention",
            "/api/v1/retention/{id}",
            "/api/v1/retention/{id}/runs",
            "/api/v1/retention/{id}/runs/{run}",
            "/api/v1/surveys",
            "/api/v1/surveys/{id}",
            "/api/v1/touchpoints",
            "/api/v1/touchpoints/{id}");

    @Test
    void everyRouteThatShowsPersonsLeavesAnEntry(CapturedOutput output, @TempDir Path folder) {
        try (var suite =
                Suite.start("--journey.port=0", "--journey.demo=false", "--journey.data=" + folder.resolve("data"))) {
            suite.shared(DemoProgress.class).end();
            var api = new Api(suite.uri());
            api.awaitCaughtUp(LIMIT);
            var entered = new TreeSet<String>();
            var unentered = new TreeSet<String>();
            api.get("/api/v1/openapi.json").json().path("paths").properties().forEach(path -> {
                if (path.getValue().has("get") && !path.getKey().equals("/api/v1/stream")) {
                    var before = entries(output);
                    api.get(path.getKey().replaceAll("\\{[^}]*}", "id-abcdefghijklmnopqrstuvwxyz"));
                    (entries(output) > before ? entered : unentered).add(path.getKey());
                }
            });

            assertThat(SHOW_PERSONS).as("leave an entry").containsAll(entered);
            assertThat(SHOW_NOBODY).as("leave none").containsAll(unentered);
            assertThat(entered).hasSizeGreaterThan(15);
        }
    }

    private static long entries(CapturedOutput output) {
        return output.getAll()
                .lines()
                .filter(line -> line.contains("journey.audit"))
                .count();
    }
}
