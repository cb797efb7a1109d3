package io.journey360.gateway.access;

import io.journey360.gateway.problem.GatewayProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Segment's libraries for browsers and phones send their key within the body, as {@code writeKey}: a header would cost a browser a
 * request to ask first. Such a body, of half a megabyte at most, is kept until its key is found, and then sent on.
 */
final class WriteKeys {

    static final String PATH = "/api/v1/segment/";

    /** What Segment's batches may have, and some more for a batch that the service is to refuse itself. */
    private static final int MOST_BYTES = 512 * 1024;

    // Whatever is nested is only skipped.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    /** @param exchange whose body can be read again */
    record Read(ServerWebExchange exchange, @Nullable String key) {}

    private WriteKeys() {}

    static boolean mayBeIn(ServerHttpRequest request) {
        return request.getMethod().equals(HttpMethod.POST)
                && request.getPath().value().startsWith(PATH)
                && !request.getHeaders().containsHeader(HttpHeaders.CONTENT_ENCODING);
    }

    /** Fails with a 400 when the body is larger than any that has a key in it. */
    static Mono<Read> read(ServerWebExchange exchange) {
        var factory = exchange.getResponse().bufferFactory();
        return DataBufferUtils.join(exchange.getRequest().getBody(), MOST_BYTES)
                .map(WriteKeys::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(
                        DataBufferLimitException.class,
                        e -> new GatewayProblem(400, "too-large", "A batch must have at most 500 KiB"))
                .map(body -> new Read(
                        exchange.mutate()
                                .request(new Kept(exchange.getRequest(), body, factory))
                                .build(),
                        key(body)));
    }

    private static byte[] bytes(DataBuffer buffer) {
        var bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static @Nullable String key(byte[] body) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                if (parser.nextToken() == JsonToken.VALUE_STRING && name.equals("writeKey")) {
                    return parser.getString();
                }
                parser.skipChildren();
            }
        } catch (JacksonException e) {
            return null; // nobody's key: what is wrong with the body is told to those who have one
        }
        return null;
    }

    private static final class Kept extends ServerHttpRequestDecorator {

        private final byte[] body;
        private final DataBufferFactory factory;

        Kept(ServerHttpRequest request, byte[] body, DataBufferFactory factory) {
            super(request);
            this.body = body;
            this.factory = factory;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return body.length == 0 ? Flux.empty() : Flux.defer(() -> Flux.just(factory.wrap(body)));
        }
    }
}
