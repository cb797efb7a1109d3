package io.journey360.profile.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.journey360.events.IdentityKey;
import io.journey360.events.LinkConflicted;
import io.journey360.platform.log.JourneyLog;
import io.journey360.profile.Api;
import io.journey360.profile.ProfileServiceTest;
import io.journey360.profile.domain.RecordConflict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ProfileServiceTest
class ConflictsTest {

    @Autowired
    Api api;

    @Autowired
    JourneyLog log;

    @Autowired
    EventStore store;

    @Autowired
    CommandGateway commands;

    @Autowired
    Links links;

    @Autowired
    ConflictRecorder recorder;

    @Test
    void aConflictIsRecordedByItself() {
        var kiosk = api.anonymous("ca-kiosk");
        api.collected(api.customer("ca-anna"), kiosk);
        api.collected(api.customer("ca-ben"), kiosk);
        long conflict = links.persons().linksOf(kiosk).getFirst().undone().position();

        await().untilAsserted(() -> assertThat(recorded(kiosk))
                .extracting(DomainEventMessage::getPayload)
                .singleElement()
                .isInstanceOfSatisfying(LinkConflicted.class, e -> {
                    assertThat(e.anonymous()).isEqualTo(kiosk);
                    assertThat(e.customer()).isEqualTo(api.customer("ca-anna"));
                    assertThat(e.other()).isEqualTo(api.customer("ca-ben"));
                    assertThat(e.conflictPosition()).isEqualTo(conflict);
                }));
    }

    @Test
    void twoWorkersAndARestartRecordEachConflictOnce() throws Exception {
        recorder.stop();
        var kiosks =
                IntStream.range(0, 40).mapToObj(i -> api.anonymous("cb-" + i)).toList();
        kiosks.forEach(kiosk -> api.collected(api.customer("cb-anna"), kiosk));
        kiosks.forEach(kiosk -> api.collected(api.customer("cb-ben"), kiosk));
        assertThat(kiosks).allSatisfy(kiosk -> assertThat(recorded(kiosk)).isEmpty());

        var replica = new Links(log, List.of());
        var other = new ConflictRecorder(replica, commands);
        replica.start();
        other.start();
        recorder.start();
        try {
            await().untilAsserted(() -> assertThat(recordedOf(kiosks)).hasSize(40));
            var restarted = new Links(log, List.of());
            restarted.start();
            assertThat(restarted.caughtUp()).isTrue();
            assertThat(restarted.conflicts().open(10)).isEmpty();
            restarted.stop();
        } finally {
            other.stop();
            replica.stop();
        }
        assertThat(kiosks).allSatisfy(kiosk -> assertThat(recorded(kiosk)).hasSize(1));
    }

    @Test
    void oneLeftOpenByACrashIsRecordedByTheNextToStart() {
        recorder.stop();
        var kiosk = api.anonymous("cc-kiosk");
        api.collected(api.customer("cc-anna"), kiosk);
        api.collected(api.customer("cc-ben"), kiosk);

        var restarted = new Links(log, List.of());
        var worker = new ConflictRecorder(restarted, commands);
        restarted.start();
        worker.start();
        try {
            await().untilAsserted(() -> assertThat(recorded(kiosk)).hasSize(1));
        } finally {
            worker.stop();
            restarted.stop();
            recorder.start();
        }
    }

    @Test
    void aCommandThatComesLateRecordsNothingMore() {
        var kiosk = api.anonymous("cd-kiosk");
        api.collected(api.customer("cd-anna"), kiosk);
        api.collected(api.customer("cd-ben"), kiosk);
        await().until(() -> !recorded(kiosk).isEmpty());

        commands.sendAndWait(new RecordConflict(
                kiosk, api.customer("cd-ben"), api.customer("cd-anna"), 1, Instant.parse("2026-05-01T10:00:00Z")));

        assertThat(recorded(kiosk)).hasSize(1);
    }

    private List<? extends DomainEventMessage<?>> recorded(IdentityKey anonymous) {
        return store.readEvents("conflict-" + anonymous.value().substring(3))
                .asStream()
                .toList();
    }

    private List<?> recordedOf(List<IdentityKey> anonymous) {
        return anonymous.stream()
                .map(this::recorded)
                .map(events -> events.stream().findFirst())
                .flatMap(Optional::stream)
                .toList();
    }
}
