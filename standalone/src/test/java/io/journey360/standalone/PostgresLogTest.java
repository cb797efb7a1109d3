package io.journey360.standalone;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The log on a real PostgreSQL that syncs each commit. */
class PostgresLogTest extends SuiteContract {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        start(
                "--journey.data=" + folder.resolve("data"),
                "--journey.log=postgres",
                "--journey.postgres.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--journey.postgres.username=postgres");
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        stop();
        postgres.close();
    }
}
