package io.journey360.analytics.generation;

import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.interacted;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.running.OwnDocuments;
import io.journey360.analytics.running.RunningAnalytics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.reactive.server.WebTestClient;

class RebuildApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private final OwnDocuments documents = new OwnDocuments();
    private final MongoDatabase database = documents.database();

    @AfterEach
    void close() {
        documents.close();
    }

    private RunningAnalytics start() {
        return new RunningAnalytics(folder, clock, documents.setting());
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not come to pass");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private List<Document> facts(int generation) {
        return database.getCollection("facts@" + generation)
                .find()
                .sort(new Document("_id", 1))
                .into(new ArrayList<>());
    }

    /** Of a version that no replica here writes, so that it stays as it is. */
    private void pretendToBuild(int generation) {
        var building =
                new Document("generation", generation).append("version", 99).append("startedAt", new Date());
        database.getCollection("views")
                .updateOne(new Document("_id", "facts"), new Document("$set", new Document("building", building)));
    }

    private static WebTestClient.ResponseSpec post(RunningAnalytics analytics) {
        return analytics.http().post().uri("/api/v1/analytics/rebuild").exchange();
    }

    private static WebTestClient.ResponseSpec get(RunningAnalytics analytics, String rebuild) {
        return analytics
                .http()
                .get()
                .uri("/api/v1/analytics/rebuilds/" + rebuild)
                .exchange();
    }

    private static WebTestClient.ResponseSpec delete(RunningAnalytics analytics, String rebuild) {
        return analytics
                .http()
                .delete()
                .uri("/api/v1/analytics/rebuilds/" + rebuild)
                .exchange();
    }

    @Test
    void aNewGenerationTakesOverAndTheOldOneGoesAfterAQuarterOfAnHour() {
        try (var analytics = start()) {
            var live = analytics.bean(LiveView.class);
            analytics.append(
                    discovered("1", identity(1), 0), interacted("2", identity(1), 1), discovered("3", identity(2), 0));
            var index = live.index();

            post(analytics).expectStatus().isAccepted().expectHeader().location("/api/v1/analytics/rebuilds/rebuild-2");

            await(() -> analytics.bean(Generations.class).active() == 2 && live.index() != index);
            assertThat(facts(2)).hasSize(3).isEqualTo(facts(1));
            get(analytics, "rebuild-2").expectBody().jsonPath("$.state").isEqualTo("done");
            analytics.append(interacted("4", identity(1), 2));
            await(() -> facts(1).size() == 4); // for readers that began with it
            assertThat(live.figures().events()).isEqualTo(4);

            clock.advance(Duration.ofMinutes(16));
            await(() -> !database.listCollectionNames().into(new ArrayList<>()).contains("facts@1"));
            assertThat(database.getCollection("tokens").countDocuments(new Document("processorName", "facts@1")))
                    .isZero();
            assertThat(facts(2)).hasSize(4);
        }
    }

    @Test
    void onlyOneRunsAtATimeAndItCanBeCalledOff() {
        try (var analytics = start()) {
            analytics.append(discovered("1", identity(1), 0));
            pretendToBuild(7);

            post(analytics)
                    .expectStatus()
                    .isEqualTo(409)
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("urn:journey360:problem:rebuild-running");
            get(analytics, "rebuild-7").expectBody().jsonPath("$.state").isEqualTo("running");

            delete(analytics, "rebuild-7").expectStatus().isNoContent();

            get(analytics, "rebuild-7").expectBody().jsonPath("$.state").isEqualTo("cancelled");
            delete(analytics, "rebuild-7").expectStatus().isEqualTo(409);
            get(analytics, "rebuild-8").expectStatus().isNotFound();
            assertThat(analytics.bean(Generations.class).active()).isEqualTo(1);
        }
    }

    @Test
    void aDeploymentThatWritesOtherDocumentsBuildsAGenerationByItself() {
        try (var analytics = start()) {
            analytics.append(discovered("1", identity(1), 0));
        }
        database.getCollection("views")
                .updateOne(new Document("_id", "facts"), new Document("$set", new Document("activeVersion", 0)));

        try (var analytics = start()) {
            await(() -> analytics.bean(Generations.class).active() == 2);

            assertThat(facts(2)).isEqualTo(facts(1)).hasSize(1);
        }
    }

    @Test
    void oneOfTwoReplicasThatChangeTheControlAtOnceLoses() {
        var one = new ControlStore(database);
        var other = new ControlStore(database);
        var seenByOne = one.find("facts", 1);
        var seenByOther = other.find("facts", 1);

        assertThat(one.replace(seenByOne, seenByOne.build(1, false, clock.instant())))
                .isTrue();
        assertThat(other.replace(seenByOther, seenByOther.build(1, false, clock.instant())))
                .isFalse();
        assertThat(other.find("facts", 1).last()).isEqualTo(2);
    }

    private static final class MovableClock extends Clock {

        private volatile Duration ahead = Duration.ZERO;

        void advance(Duration by) {
            ahead = ahead.plus(by);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
