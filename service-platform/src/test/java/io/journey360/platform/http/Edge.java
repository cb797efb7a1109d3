package io.journey360.platform.http;

import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.problem.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A service with a shelf of parcels, to send requests to. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Edge.Parcels.class)
class Edge {

    record Parcel(String content) {}

    record Kept(String id, String content) {}

    @RestController
    @RequestMapping("/api/v1")
    static class Parcels {

        final Map<String, Kept> kept = new ConcurrentHashMap<>();
        final AtomicInteger calls = new AtomicInteger();
        final Sinks.One<String> slow = Sinks.one();
        private final CreatedIds ids;
        private final JourneyLog log;

        Parcels(CreatedIds ids, JourneyLog log) {
            this.ids = ids;
            this.log = log;
        }

        @PostMapping("/parcels")
        Mono<ResponseEntity<Kept>> keep(@RequestBody Parcel parcel, ServerWebExchange exchange) {
            calls.incrementAndGet();
            var id = ids.derive(exchange, "parcel");
            return Blocking.call(() -> {
                var first = kept.putIfAbsent(id, new Kept(id, parcel.content()));
                if (first == null) {
                    log.append(List.of(new GenericDomainEventMessage<>("Parcel", id, 0, Map.of("kept", id))));
                }
                return ResponseEntity.created(URI.create("/api/v1/parcels/" + id))
                        .body(kept.get(id));
            });
        }

        @GetMapping("/parcels/{id}")
        Kept get(@PathVariable String id) {
            var found = kept.get(id);
            if (found == null) {
                throw Problem.notFound("No such parcel");
            }
            return found;
        }

        @PutMapping("/parcels/{id}")
        ResponseEntity<Void> put(@PathVariable String id, @RequestBody Parcel parcel) {
            calls.incrementAndGet();
            kept.put(id, new Kept(id, parcel.content()));
            return ResponseEntity.noContent().eTag("\"7\"").build();
        }

        @DeleteMapping("/parcels/{id}")
        void refuse(@PathVariable String id) {
            calls.incrementAndGet();
            throw Problem.of(409, "sealed-already", "It is sealed");
        }

        @PostMapping("/broken")
        void fail() {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException();
            }
        }

        @PostMapping("/slow")
        Mono<String> slow() {
            calls.incrementAndGet();
            return slow.asMono();
        }

        @PostMapping("/events")
        int ownIdempotency() {
            return calls.incrementAndGet();
        }

        @PostMapping(
                path = "/stream",
                consumes = {MediaType.APPLICATION_NDJSON_VALUE, MediaType.APPLICATION_JSON_VALUE})
        Mono<Long> count(ServerWebExchange exchange) {
            return exchange.getRequest().getBody().map(Parcels::size).reduce(0L, Long::sum);
        }

        private static long size(DataBuffer buffer) {
            long size = buffer.readableByteCount();
            DataBufferUtils.release(buffer);
            return size;
        }

        @GetMapping("/count")
        int count() {
            return kept.size();
        }
    }

    static ConfigurableApplicationContext start(Path folder, String... settings) {
        return start(Edge.class, folder, settings);
    }

    static ConfigurableApplicationContext start(Class<?> service, Path folder, String... settings) {
        var arguments = new ArrayList<>(List.of(
                "--spring.application.name=parcel-service",
                "--server.port=0",
                "--journey.documents=embedded",
                "--journey.data=" + folder.resolve("data")));
        arguments.addAll(List.of(settings));
        return new SpringApplicationBuilder(service)
                .web(WebApplicationType.REACTIVE)
                .run(arguments.toArray(String[]::new));
    }

    static int port(ConfigurableApplicationContext service) {
        return service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }
}
