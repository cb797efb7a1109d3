package io.journey360.gateway.documentation;

import io.journey360.gateway.routing.KnownAddresses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The merged document, made anew when the last one is a minute old, or a few seconds while a service is missing. A service
 * that is down is described by what it last said, so the document stays whole through a restart.
 */
final class ApiDocument {

    private record Merged(byte[] json, boolean whole) {}

    private static final Logger log = LoggerFactory.getLogger(ApiDocument.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration FRESH_WHEN_PARTIAL = Duration.ofSeconds(3);

    private final KnownAddresses addresses;
    private final HttpClient client;
    private final boolean credentialsDemanded;
    private final Map<String, JsonNode> lastKnown = new ConcurrentHashMap<>();
    private final Mono<Merged> current;

    ApiDocument(KnownAddresses addresses, HttpClient client, boolean credentialsDemanded) {
        this.addresses = addresses;
        this.client = client;
        this.credentialsDemanded = credentialsDemanded;
        this.current = Mono.defer(this::merged)
                .cache(
                        merged -> merged.whole() ? FRESH : FRESH_WHEN_PARTIAL,
                        failure -> Duration.ZERO,
                        () -> Duration.ZERO);
    }

    /** JSON of the document; whatever is up is in it. */
    Mono<byte[]> json() {
        return current.map(Merged::json);
    }

    private Mono<Merged> merged() {
        return Flux.fromIterable(addresses.services())
                .flatMapSequential(service -> fetch(service).map(document -> Map.entry(service, document)))
                .collectList()
                .map(found -> {
                    var documents = new LinkedHashMap<String, JsonNode>();
                    var missing = new ArrayList<String>();
                    found.forEach(entry -> entry.getValue()
                            .ifPresentOrElse(
                                    document -> documents.put(entry.getKey(), document),
                                    () -> missing.add(entry.getKey())));
                    var document = MergedDocument.of(documents, List.copyOf(missing), credentialsDemanded);
                    return new Merged(JSON.writeValueAsBytes(document), missing.isEmpty());
                });
    }

    private Mono<Optional<JsonNode>> fetch(String service) {
        var base = addresses.of(service);
        if (base == null) {
            return Mono.just(Optional.ofNullable(lastKnown.get(service)));
        }
        return client.get()
                .uri(base + "/v3/api-docs")
                .responseSingle((response, body) -> response.status().code() == 200
                        ? body.asByteArray()
                        : Mono.error(new IllegalStateException("status " + response.status())))
                .timeout(PATIENCE)
                .map(bytes -> {
                    var document = JSON.readTree(bytes);
                    lastKnown.put(service, document);
                    return Optional.of(document);
                })
                .onErrorResume(failure -> {
                    log.warn("The {} service's API document cannot be had: {}", service, failure.toString());
                    return Mono.just(Optional.ofNullable(lastKnown.get(service)));
                });
    }
}
