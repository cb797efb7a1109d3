package io.journey360.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.ConsentHistory.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentHistoryTest {

    private static final Instant MAY = Instant.parse("2026-05-01T10:00:00Z");
    private static final IdentityKey ANNA = IdentityKey.of(1, 1);
    private static final IdentityKey PHONE = IdentityKey.of(2, 1);
    private static final List<IdentityKey> BOTH = List.of(ANNA, PHONE);
    private static final long NOW = 1_000;

    private final ConsentHistory history = new ConsentHistory();

    @Test
    void whoNeverSpokeOfAPurposeHasNotAllowedIt() {
        say(1, ANNA, "marketing", true, 0);

        assertThat(history.allows("analytics", BOTH, NOW)).isFalse();
        assertThat(history.held(BOTH, NOW)).containsOnlyKeys("marketing");
    }

    @Test
    void theLatestStatementOfAnyIdentityHolds() {
        say(1, ANNA, "analytics", true, 0);
        say(2, PHONE, "analytics", false, 1);

        assertThat(history.allows("analytics", BOTH, NOW)).isFalse();
        assertThat(history.allows("analytics", List.of(ANNA), NOW)).isTrue();
        assertThat(history.allows("analytics", BOTH, 1)).isTrue();
    }

    @Test
    void whatWasSaidLaterHoldsAlthoughItWasLearntEarlier() {
        say(1, PHONE, "analytics", false, 9);
        say(2, ANNA, "analytics", true, 3);

        assertThat(history.allows("analytics", BOTH, NOW)).isFalse();
        assertThat(history.allows("analytics", List.of(ANNA), NOW)).isTrue();
    }

    @Test
    void ofTwoOfOneMomentTheLaterInTheLogHolds() {
        say(1, ANNA, "analytics", true, 3);
        say(2, PHONE, "analytics", false, 3);

        assertThat(history.allows("analytics", BOTH, NOW)).isFalse();
    }

    @Test
    void nothingIsTakenOutByAWithdrawal() {
        say(1, ANNA, "analytics", true, 0);
        say(2, ANNA, "analytics", false, 1);
        say(3, ANNA, "analytics", true, 2);

        assertThat(history.said(BOTH, NOW)).extracting(Statement::granted).containsExactly(true, false, true);
    }

    @Test
    void whatWasSaidBeforeAnErasureHoldsNoMore() {
        say(1, ANNA, "analytics", true, 0);
        say(2, PHONE, "marketing", true, 0);

        history.erase(List.of(ANNA));

        assertThat(history.said(BOTH, NOW)).extracting(Statement::identity).containsExactly(PHONE);
        say(4, ANNA, "analytics", true, 5);
        assertThat(history.allows("analytics", BOTH, NOW)).isTrue();
        assertThat(history.allows("analytics", BOTH, 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void isWhatLookingThroughAllStatementsGivesHoweverOftenTheyAreTold(int seed) {
        var random = new Random(seed);
        var identities = List.of(ANNA, PHONE, IdentityKey.of(3, 1), IdentityKey.of(4, 1));
        var purposes = List.of("analytics", "marketing", "own");
        var all = new ArrayList<Statement>();
        for (int position = 1; position <= 400; position++) {
            var identity = identities.get(random.nextInt(4));
            var purpose = purposes.get(random.nextInt(3));
            boolean granted = random.nextBoolean();
            int moment = random.nextInt(50);
            say(position, identity, purpose, granted, moment);
            if (random.nextInt(3) == 0) {
                say(position, identity, purpose, granted, moment);
            }
            all.add(new Statement(
                    identity, purpose, granted, null, "shop", MAY.plusSeconds(moment), position, MAY, false));
        }
        for (int i = 0; i < 500; i++) {
            var asked = identities.stream().filter(one -> random.nextBoolean()).toList();
            var purpose = purposes.get(random.nextInt(3));
            long upTo = random.nextInt(402);
            Statement last = null;
            for (var statement : all) {
                if (statement.position() <= upTo
                        && asked.contains(statement.identity())
                        && statement.purpose().equals(purpose)
                        && (last == null || !statement.moment().isBefore(last.moment()))) {
                    last = statement;
                }
            }
            assertThat(history.held(asked, upTo).get(purpose) == null).isEqualTo(last == null);
            assertThat(history.allows(purpose, asked, upTo)).isEqualTo(last != null && last.granted());
            if (last != null) {
                assertThat(Objects.requireNonNull(history.held(asked, upTo).get(purpose))
                                .position())
                        .isEqualTo(last.position());
            }
        }
    }

    private void say(long position, IdentityKey identity, String purpose, boolean granted, int second) {
        var moment = MAY.plusSeconds(second);
        history.apply(
                position,
                MAY,
                granted
                        ? new ConsentGranted(identity, purpose, "said", "2026-03", "shop", null, moment)
                        : new ConsentWithdrawn(identity, purpose, "said", null, "shop", null, moment));
    }
}
