package io.journey360.platform.http;

import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Blocking work leaves the event loop here. */
public final class Blocking {

    private Blocking() {}

    /** A null result completes empty. */
    public static <T> Mono<T> call(Callable<? extends T> work) {
        return Mono.<T>fromCallable(work).subscribeOn(Schedulers.boundedElastic());
    }

    /**
     * For short work that need not end when the caller goes away: on this thread if it has left the event loop already, since each
     * change of threads costs.
     */
    static <T> Mono<T> onceLeft(Mono<T> work) {
        return Mono.defer(
                () -> Schedulers.isInNonBlockingThread() ? work.subscribeOn(Schedulers.boundedElastic()) : work);
    }
}
