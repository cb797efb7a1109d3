package io.journey360.analytics.personas;

import io.journey360.platform.problem.Problem;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** A persona that was just defined is waited for, because whoever defined it asks about it next. */
public final class EvaluatedSoon {

    private static final String CODE = "persona-not-evaluated";
    private static final Duration LOOK = Duration.ofMillis(25);
    private static final int LOOKS = 80;

    private EvaluatedSoon() {}

    /** Says that everybody is still being looked at. */
    public static Problem awaited(String pointer, String name) {
        return Problem.of(503, CODE, "Who is the persona is still being worked out")
                .at(pointer, name + " is being evaluated")
                .retryAfter(Duration.ofSeconds(1));
    }

    /** Asks again for two seconds, as long as that is the answer. */
    public static <T> Mono<T> patiently(Mono<T> answer) {
        return answer.retryWhen(Retry.fixedDelay(LOOKS, LOOK)
                .filter(failure ->
                        failure instanceof Problem problem && problem.code().equals(CODE))
                .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
    }
}
