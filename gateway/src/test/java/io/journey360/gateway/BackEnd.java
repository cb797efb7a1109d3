package io.journey360.gateway;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A service behind the gateway: a real HTTP server that answers as the test says and notes what it was asked. */
final class BackEnd implements AutoCloseable {

    interface Answer extends BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {}

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final DisposableServer server;
    private volatile Answer answer;

    private BackEnd(Answer answer) {
        this.answer = answer;
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> {
                    asked.add(request.method() + " " + request.uri());
                    return this.answer.apply(request, response);
                })
                .bindNow();
    }

    static BackEnd answering(Answer answer) {
        return new BackEnd(answer);
    }

    /** Answers with its own name, so that a test sees where a request arrived. */
    static BackEnd named(String name) {
        return answering((request, response) -> response.sendString(Mono.just(name)));
    }

    static Answer json(String body) {
        return (request, response) ->
                response.header("Content-Type", "application/json").sendString(Mono.just(body));
    }

    void answers(Answer other) {
        answer = other;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Method and path of each request, in order. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
