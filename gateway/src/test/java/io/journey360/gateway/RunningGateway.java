package io.journey360.gateway;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway as it runs in earnest, on a port of its own. */
final class RunningGateway implements AutoCloseable {

    record Answer(int status, HttpHeaders headers, String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        String header(String name) {
            return headers.get(name);
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The first gateway to stop would otherwise stop the event loops of every other. */
    private static final ReactorResourceFactory LOOPS = new ReactorResourceFactory();

    static {
        LOOPS.setUseGlobalResources(false);
        LOOPS.setLoopResources(HttpResources.get());
        LOOPS.setConnectionProvider(HttpResources.get());
    }

    private final ConfigurableApplicationContext context;
    private final HttpClient client;
    private final int port;

    private RunningGateway(List<String> properties) {
        var settings = new ArrayList<String>();
        settings.add("spring.config.name=gateway");
        settings.add("server.port=0");
        settings.add("server.shutdown=immediate");
        settings.addAll(properties);
        context = new SpringApplicationBuilder(GatewayApplication.class)
                .initializers(context -> context.getBeanFactory().registerSingleton("reactorResourceFactory", LOOPS))
                .run(settings.stream().map(setting -> "--" + setting).toArray(String[]::new));
        port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
        client = HttpClient.newConnection().baseUrl("http://localhost:" + port);
    }

    static RunningGateway with(String... properties) {
        return new RunningGateway(List.of(properties));
    }

    /** One back end for every service. */
    static RunningGateway before(BackEnd backEnd, String... properties) {
        return before(backEnd.address(), properties);
    }

    static RunningGateway before(URI address, String... properties) {
        var settings = new ArrayList<>(List.of(properties));
        for (var service : List.of("booking", "profile", "touchpoint", "analytics")) {
            settings.add("journey.services." + service + "=" + address);
        }
        return new RunningGateway(settings);
    }

    int port() {
        return port;
    }

    int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    String address() {
        return "http://localhost:" + port;
    }

    HttpClient client() {
        return client;
    }

    Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Answer post(String path, String type, String body, String... headers) {
        return send("POST", path, body, concat(headers, "Content-Type", type, "Content-Length", "" + body.length()));
    }

    /** @param headers names and values in turn */
    Answer send(String method, String path, String body, String... headers) {
        return Objects.requireNonNull(client.headers(pairs(headers))
                .request(HttpMethod.valueOf(method))
                .uri(path)
                .send(body == null ? Mono.empty() : ByteBufFlux.fromString(Mono.just(body)))
                .responseSingle((response, content) -> content.asString()
                        .defaultIfEmpty("")
                        .map(text -> new Answer(response.status().code(), response.responseHeaders(), text)))
                .block(PATIENCE));
    }

    /** Sends a body piece by piece, of unknown length. */
    Answer stream(String path, String type, Publisher<String> pieces) {
        return Objects.requireNonNull(client.headers(pairs("Content-Type", type))
                .post()
                .uri(path)
                .send(ByteBufFlux.fromString(pieces))
                .responseSingle((response, content) -> content.asString()
                        .defaultIfEmpty("")
                        .map(text -> new Answer(response.status().code(), response.responseHeaders(), text)))
                .block(PATIENCE));
    }

    /** The answer's body as it comes. */
    Flux<String> receive(String path, String... headers) {
        return client.headers(pairs(headers))
                .get()
                .uri(path)
                .response((HttpClientResponse response, ByteBufFlux content) -> content.asString());
    }

    private static Consumer<HttpHeaders> pairs(String... headers) {
        return target -> {
            for (int i = 0; i < headers.length; i += 2) {
                target.set(headers[i], headers[i + 1]);
            }
        };
    }

    private static String[] concat(String[] first, String... second) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(List.of(second));
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        context.close();
    }
}
