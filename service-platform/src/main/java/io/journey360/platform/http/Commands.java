package io.journey360.platform.http;

import org.axonframework.commandhandling.gateway.CommandGateway;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Sends commands from an HTTP edge. A local command bus handles on the calling thread, so the event loop is left first. */
public final class Commands {

    private final CommandGateway gateway;

    public Commands(CommandGateway gateway) {
        this.gateway = gateway;
    }

    public <R> Mono<R> send(Object command) {
        return Mono.<R>fromFuture(() -> gateway.send(command)).subscribeOn(Schedulers.boundedElastic());
    }
}
