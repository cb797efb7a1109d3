package io.journey360.profile.profiles;

import static io.journey360.profile.Api.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.log.JourneyLog;
import io.journey360.profile.Api;
import io.journey360.profile.ProfileServiceTest;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;

@ProfileServiceTest
class RepeatedRequestsTest {

    @Autowired
    Api api;

    @Autowired
    JourneyLog log;

    @Test
    void theSameKeyGetsTheFirstAnswerAgain() {
        var body = "{'identities':[{'customer':'ra-anna'},{'anonymous':'ra-phone','source':'web-shop'}]}";
        var opened = api.post(PROFILES, body, "Idempotency-Key", "ra-open");
        var ben = api.open("ra-ben");
        var merges = opened.location() + "/merges";
        var with = "{'with':'%s'}".formatted(ben);
        var merged = api.post(merges, with, "Idempotency-Key", "ra-merge");
        var head = log.head();

        assertThat(api.post(merges, with, "Idempotency-Key", "ra-merge")).isEqualTo(merged);
        var reopened = api.post(PROFILES, body, "Idempotency-Key", "ra-open");
        assertThat(reopened.status()).isEqualTo(201);
        assertThat(reopened.location()).isEqualTo(opened.location());
        assertThat(api.delete(merged.location(), "Idempotency-Key", "ra-undo").status())
                .isEqualTo(204);
        assertThat(api.delete(merged.location(), "Idempotency-Key", "ra-undo").status())
                .isEqualTo(204);
        assertThat(log.head()).isEqualTo(head + 1);
    }

    @Test
    void withoutAKeyTheSecondMergeIsRefused() {
        var anna = api.open("rb-anna");
        var with = "{'with':'%s'}".formatted(api.open("rb-ben"));
        var path = PROFILES + "/" + anna + "/merges";

        assertThat(api.post(path, with).status()).isEqualTo(201);
        assertThat(api.post(path, with).status()).isEqualTo(409);
    }

    @Test
    void manyAtOnceOpenOneProfile() throws Exception {
        var head = log.head();
        try (var callers = Executors.newFixedThreadPool(8)) {
            var answers = callers.invokeAll(IntStream.range(0, 8)
                    .mapToObj(i ->
                            (Callable<Api.Answer>) () -> api.post(PROFILES, "{'identities':[{'customer':'rc-anna'}]}"))
                    .toList());
            for (var answer : answers) {
                assertThat(answer.get().status()).isIn(200, 201);
            }
        }
        assertThat(log.head()).isEqualTo(head + 1);
    }

    @Test
    void aReadWaitsForThePositionItNames() {
        for (int i = 0; i < 50; i++) {
            var anna = api.customer("rd-" + i);
            api.appended(anna, null);

            var answer = api.call(
                    HttpMethod.GET, PROFILES + "/" + anna, null, "Journey-Position", String.valueOf(log.head()));

            assertThat(answer.status()).isEqualTo(200);
        }
    }
}
