package io.journey360.profile.domain;

import io.journey360.events.IdentityKey;
import io.journey360.events.LinkConflicted;
import java.time.Instant;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class ConflictTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final IdentityKey ANNA = IdentityKey.of(1, 1);
    private static final IdentityKey BEN = IdentityKey.of(1, 2);
    private static final IdentityKey CLEO = IdentityKey.of(1, 3);
    private static final IdentityKey PHONE = IdentityKey.of(2, 1);

    private final AggregateTestFixture<Conflict> fixture = new AggregateTestFixture<>(Conflict.class);

    @Test
    void isRecorded() {
        fixture.givenNoPriorActivity()
                .when(new RecordConflict(PHONE, ANNA, BEN, 17, NOON))
                .expectEvents(new LinkConflicted(PHONE, ANNA, BEN, 17, NOON));
    }

    @Test
    void isRecordedOnceForAnAnonymousIdentity() {
        fixture.given(new LinkConflicted(PHONE, ANNA, BEN, 17, NOON))
                .when(new RecordConflict(PHONE, ANNA, CLEO, 18, NOON))
                .expectNoEvents();
    }
}
