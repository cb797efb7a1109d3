package io.journey360.platform.http;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import org.springframework.context.ConfigurableApplicationContext;

class IdempotencyOnPostgresTest extends IdempotencyContract {

    private EmbeddedPostgres postgres;

    @Override
    ConfigurableApplicationContext startService(Path folder) throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        return Edge.start(
                folder,
                "--journey.log=postgres",
                "--journey.postgres.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--journey.postgres.username=postgres");
    }

    @Override
    void stopStore() throws Exception {
        postgres.close();
    }
}
