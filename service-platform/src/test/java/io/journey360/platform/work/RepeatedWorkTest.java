package io.journey360.platform.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatedWorkTest {

    @Test
    void goesOnAfterAStepThatFailed() throws InterruptedException {
        var thirdStep = new CountDownLatch(3);
        var work = new RepeatedWork("failing-work", Duration.ofMillis(1)) {
            @Override
            protected void step() {
                thirdStep.countDown();
                throw new IllegalStateException("the store is away");
            }
        };

        work.start();

        assertThat(thirdStep.await(10, TimeUnit.SECONDS)).isTrue();
        work.stop();
    }

    @Test
    void isInterruptedByTheStopAndTakesNoStepAfterIt() throws InterruptedException {
        var steps = new AtomicInteger();
        var began = new CountDownLatch(1);
        var work = new RepeatedWork("blocking-work", Duration.ofMillis(1)) {
            @Override
            protected void step() throws InterruptedException {
                steps.incrementAndGet();
                began.countDown();
                new CountDownLatch(1).await();
            }
        };
        work.start();
        assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();

        work.stop();

        assertThat(work.isRunning()).isFalse();
        assertThat(steps).hasValue(1);
    }
}
