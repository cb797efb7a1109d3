package io.journey360.analytics.generation;

import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.interacted;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.RunningAnalytics;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {

    @TempDir
    Path folder;

    @Test
    void anEventThatCannotBeReadIsSetAsideAndAllOthersShow() throws Exception {
        try (var analytics = new RunningAnalytics(folder)) {
            analytics.append(
                    discovered("1", identity(1), 0), interacted("2", identity(1), 1), interacted("3", identity(1), 2));
        }
        breakEvent(2);

        try (var analytics = new RunningAnalytics(folder)) {
            analytics.awaitViews();

            analytics
                    .http()
                    .get()
                    .uri("/api/v1/customers/{id}/journey", identity(1))
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.timeline.length()")
                    .isEqualTo(2)
                    .jsonPath("$.timeline[1].id")
                    .isEqualTo("3");
            var letters = analytics
                    .http()
                    .get()
                    .uri("/api/v1/dead-letters/analytics")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .returnResult()
                    .getResponseBody();
            assertThat(letters).contains("facts@1");
        }
    }

    private void breakEvent(long position) throws Exception {
        try (var log = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/journey.db"));
                var update = log.prepareStatement("update DomainEventEntry set payload = ? where globalIndex = ?")) {
            update.setBytes(1, "{\"moment\":{}}".getBytes());
            update.setLong(2, position);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
