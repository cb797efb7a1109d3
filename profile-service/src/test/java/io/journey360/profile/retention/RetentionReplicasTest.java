package io.journey360.profile.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.journey360.events.IdentityKey;
import io.journey360.events.Moment;
import io.journey360.events.RetentionDefined;
import io.journey360.events.RetentionId;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.platform.documents.EmbeddedDocuments;
import io.journey360.platform.log.AppendSignal;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.log.LogDatabase;
import io.journey360.platform.sealing.Opener;
import io.journey360.platform.sealing.SealedKind;
import io.journey360.platform.sealing.Sealer;
import io.journey360.profile.MovedClock;
import io.journey360.profile.ProfileServiceApplication;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Replicas on one log, which know nothing of each other. */
class RetentionReplicasTest {

    private static final IdentityKey ANNA = IdentityKey.of(1, 1);
    private static final RetentionId RULE = RetentionId.named("reviews");
    private static final String RUN = "retention-run-reviews.1.2026-05-02";
    private static final Instant OLD = Instant.parse("2026-05-01T10:00:00Z");

    @TempDir
    private Path folder;

    private final AppendSignal commits = new AppendSignal();
    private final MovedClock clock = new MovedClock();
    private final EmbeddedDocuments documents = new EmbeddedDocuments();

    @AfterEach
    void close() {
        documents.close();
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(ProfileServiceApplication.class)
                .initializers(
                        context ->
                                ((GenericApplicationContext) context).registerBean(AppendSignal.class, () -> commits),
                        context -> ((GenericApplicationContext) context).registerBean(MovedClock.class, () -> clock))
                .run(
                        "--spring.config.name=profile-service",
                        "--server.port=0",
                        "--journey.log=embedded",
                        "--journey.data=" + folder.resolve("data"),
                        "--journey.documents=" + documents.connectionString());
    }

    @Test
    void decideEachRunOnceAndCarryItOutOnce() {
        try (var one = start();
                var other = start()) {
            defineAndReview(one);

            await().until(() -> events(one, RUN + "-profile-service") == 1);
            clock.advance(Duration.ofDays(1));
            var next = "retention-run-reviews.1.2026-05-03";
            await().until(() -> events(other, next + "-profile-service") == 1);

            await().during(Duration.ofSeconds(3)).until(() -> events(one, RUN) == 1 && events(one, next) == 1);
            assertThat(events(one, RUN + "-profile-service")).isOne();
        }
    }

    /** A reader keeps the file's log from being emptied, so the first process decides and destroys, and is stopped before it can say so. */
    @Test
    void goOnAtTheNextStartWithARunThatWasCutOff() throws Exception {
        try (var one = start();
                var reader = one.getBean(LogDatabase.class).reads().getConnection()) {
            reader.setAutoCommit(false);
            reader.createStatement()
                    .executeQuery("select count(*) from journey_keys")
                    .next();
            defineAndReview(one);
            await().until(() -> events(one, RUN) == 1);
            await().during(Duration.ofSeconds(1)).until(() -> events(one, RUN + "-profile-service") == 0);
            reader.rollback();
        }
        try (var again = start()) {
            await().until(() -> events(again, RUN + "-profile-service") == 1);
            assertThat(events(again, RUN)).isOne();
            var late = again.getBean(Sealer.class).seal(ANNA, "late", "text", "secret", SealedKind.REVIEWED, OLD);
            assertThat(late).isEmpty();
        }
    }

    private void defineAndReview(ConfigurableApplicationContext replica) {
        var texts = List.of(OLD, OLD.plus(Duration.ofDays(1)), OLD.plus(Duration.ofDays(20)));
        for (var at : texts) {
            var key = "e-" + at;
            var text = replica.getBean(Sealer.class)
                    .seal(ANNA, key, "text", "secret", SealedKind.REVIEWED, at)
                    .orElseThrow();
            assertThat(replica.getBean(Opener.class).open(ANNA, key, "text", text))
                    .isPresent();
            var moment = new Moment(ANNA, null, at, "shop", key, null, null, null, null, null, null, Map.of());
            append(replica, "event-" + key, new Reviewed(moment, "nps", 9, new Scale(0, 10), text));
        }
        append(
                replica,
                RULE.value(),
                new RetentionDefined(RULE, 1, List.of("reviewed"), null, "P30D", clock.instant()));
    }

    private static void append(ConfigurableApplicationContext replica, String stream, Object event) {
        replica.getBean(JourneyLog.class).append(List.of(new GenericDomainEventMessage<>("Test", stream, 0, event)));
    }

    private static long events(ConfigurableApplicationContext replica, String stream) {
        return replica.getBean(EventStore.class).readEvents(stream).asStream().count();
    }
}
