package io.journey360.platform.http;

import io.journey360.platform.problem.Problem;
import io.journey360.platform.problem.Problems;
import java.util.List;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Inflates gzip bodies and holds every body that is no stream to 1 MiB after inflation. Nothing is inflated past the limit.
 * Before the refusal up to 8 MiB of what the client still sends are read and dropped, since a client that is writing does
 * not see an answer on a connection that is closed in its face.
 */
final class RequestBodies implements WebFilter, Ordered {

    static final int LIMIT_BYTES = 1 << 20;
    private static final long DRAINED_BYTES = 8L << 20;
    private static final Set<MediaType> STREAMS = Set.of(
            MediaType.APPLICATION_NDJSON,
            MediaType.parseMediaType("text/csv"),
            MediaType.APPLICATION_XML,
            MediaType.TEXT_XML);

    @Override
    public int getOrder() {
        return FilterOrder.BODIES;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        var encodings = request.getHeaders().getOrEmpty(HttpHeaders.CONTENT_ENCODING).stream()
                .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
                .toList();
        if (!encodings.isEmpty() && !isGzip(encodings)) {
            return Mono.error(Problem.of(415, "unsupported-encoding", "Bodies are read plain or in gzip")
                    .header(HttpHeaders.ACCEPT_ENCODING, "gzip"));
        }
        var factory = exchange.getResponse().bufferFactory();
        return chain.filter(exchange.mutate()
                .request(new Bounded(request, isGzip(encodings), limit(request), factory))
                .build());
    }

    private static boolean isGzip(List<String> encodings) {
        return encodings.size() == 1
                && (encodings.getFirst().equalsIgnoreCase("gzip")
                        || encodings.getFirst().equalsIgnoreCase("x-gzip"));
    }

    private static long limit(ServerHttpRequest request) {
        var header = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        if (header == null) {
            return LIMIT_BYTES;
        }
        var semicolon = header.indexOf(';');
        var type = (semicolon < 0 ? header : header.substring(0, semicolon)).strip();
        return STREAMS.stream().anyMatch(stream -> stream.toString().equalsIgnoreCase(type))
                ? Long.MAX_VALUE
                : LIMIT_BYTES;
    }

    private static final class Bounded extends ServerHttpRequestDecorator {

        private final boolean gzip;
        private final long limit;
        private final DataBufferFactory factory;
        private final HttpHeaders headers;

        Bounded(ServerHttpRequest request, boolean gzip, long limit, DataBufferFactory factory) {
            super(request);
            this.gzip = gzip;
            this.limit = limit;
            this.factory = factory;
            this.headers = gzip ? inflated(request.getHeaders()) : request.getHeaders();
        }

        private static HttpHeaders inflated(HttpHeaders original) {
            var headers = new HttpHeaders();
            headers.putAll(original);
            headers.remove(HttpHeaders.CONTENT_ENCODING);
            headers.remove(HttpHeaders.CONTENT_LENGTH);
            return HttpHeaders.readOnlyHttpHeaders(headers);
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            var declared = getDelegate().getHeaders().getContentLength();
            if (!gzip && limit == Long.MAX_VALUE) {
                return super.getBody();
            }
            return Flux.using(
                    () -> new Reading(!gzip && declared > limit),
                    reading -> super.getBody().concatMap(reading::take, 1).concatWith(Mono.defer(reading::end)),
                    Reading::close);
        }

        /** Of one subscription, whose signals come one after another. */
        private final class Reading {

            private final Gunzip gunzip = new Gunzip();
            private boolean over;
            private long passedOn;
            private long received;

            Reading(boolean over) {
                this.over = over;
            }

            Flux<DataBuffer> take(DataBuffer arrived) {
                received += arrived.readableByteCount();
                if (over) {
                    DataBufferUtils.release(arrived);
                    return received > DRAINED_BYTES ? Flux.error(Problems.tooLarge()) : Flux.empty();
                }
                if (!gzip) {
                    return passOn(arrived);
                }
                var compressed = new byte[arrived.readableByteCount()];
                arrived.read(compressed);
                DataBufferUtils.release(arrived);
                gunzip.feed(compressed);
                return Flux.generate(sink -> {
                    var piece = over ? null : gunzip.piece();
                    if (piece == null || exceeds(piece.length)) {
                        sink.complete();
                    } else {
                        sink.next(factory.wrap(piece));
                    }
                });
            }

            private Flux<DataBuffer> passOn(DataBuffer plain) {
                if (exceeds(plain.readableByteCount())) {
                    DataBufferUtils.release(plain);
                    return Flux.empty();
                }
                return Flux.just(plain);
            }

            private boolean exceeds(int more) {
                passedOn += more;
                over = passedOn > limit;
                return over;
            }

            Mono<DataBuffer> end() {
                if (over) {
                    return Mono.error(Problems.tooLarge());
                }
                return gzip && !gunzip.complete() ? Mono.error(Gunzip.malformed()) : Mono.empty();
            }

            void close() {
                gunzip.close();
            }
        }
    }
}
