package io.journey360.platform.http;

import java.time.Duration;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Sends commands from an HTTP edge. A local command bus handles on the calling thread, so the event loop is left first. When
 * another replica changed the same aggregate at the same time, the command is decided again on what is true now: one that
 * must not be carries the version it was meant for.
 */
public final class Commands {

    private static final Retry ON_CONFLICT = Retry.backoff(5, Duration.ofMillis(5))
            .maxBackoff(Duration.ofMillis(100))
            .jitter(0.7)
            .filter(Commands::isConflict)
            .onRetryExhaustedThrow((spec, signal) -> signal.failure());

    private final CommandGateway gateway;

    public Commands(CommandGateway gateway) {
        this.gateway = gateway;
    }

    public <R> Mono<R> send(Object command) {
        return Blocking.onceLeft(Mono.<R>fromFuture(() -> gateway.send(command)))
                .retryWhen(ON_CONFLICT);
    }

    private static boolean isConflict(Throwable failure) {
        return failure instanceof ConcurrencyException || failure instanceof AggregateStreamCreationException;
    }
}
