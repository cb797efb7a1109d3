package io.journey360.gateway.limits;

import io.journey360.gateway.problem.GatewayProblem;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Refuses a body that is too large while it streams through; nothing is ever kept. Most clients look for an answer only
 * after they have sent everything, so part of what is refused is read and dropped before the connection closes.
 */
@Component
@Order(30)
class BodyLimit implements WebFilter {

    private static final Set<HttpMethod> BODILESS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(10);

    private final long limit;
    private final long drain;
    private final Duration stall;

    BodyLimit(LimitSettings settings) {
        this.limit = settings.body().toBytes();
        this.drain = settings.drain().toBytes();
        this.stall = settings.stall();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        long declared = request.getHeaders().getContentLength();
        if (declared == 0 || !mayHaveBody(request, declared) || Streamed.applies(request)) {
            return chain.filter(exchange);
        }
        if (declared > limit) {
            return refuse(exchange, declared);
        }
        return chain.filter(exchange.mutate().request(new Limited(exchange)).build());
    }

    private static boolean mayHaveBody(ServerHttpRequest request, long declared) {
        return declared > 0
                || request.getHeaders().containsHeader(HttpHeaders.TRANSFER_ENCODING)
                || !BODILESS.contains(request.getMethod());
    }

    private Mono<Void> refuse(ServerWebExchange exchange, long declared) {
        exchange.getResponse().getHeaders().setConnection("close");
        var problem = Mono.<Void>error(tooLarge());
        if (exchange.getRequest().getHeaders().containsHeader(HttpHeaders.EXPECT)) {
            return problem; // the client waits to be asked for the body
        }
        long[] read = {0};
        return exchange.getRequest()
                .getBody()
                .doOnNext(buffer -> {
                    read[0] += buffer.readableByteCount();
                    DataBufferUtils.release(buffer);
                })
                .takeUntil(buffer -> read[0] >= Math.min(drain, declared))
                .then()
                .timeout(LONGEST_DRAIN)
                .onErrorComplete()
                .then(problem);
    }

    private GatewayProblem tooLarge() {
        return new GatewayProblem(
                413,
                "too-large",
                "A request body may have %,d bytes; send events as NDJSON or as an import to have no limit"
                        .formatted(limit));
    }

    private final class Limited extends ServerHttpRequestDecorator {

        private final ServerWebExchange exchange;

        Limited(ServerWebExchange exchange) {
            super(exchange.getRequest());
            this.exchange = exchange;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            long[] read = {0};
            return super.getBody()
                    .timeout(stall)
                    .onErrorMap(
                            TimeoutException.class,
                            stalled ->
                                    new GatewayProblem(408, "stalled", "Nothing more of the body came within " + stall))
                    .<DataBuffer>handle((buffer, sink) -> {
                        read[0] += buffer.readableByteCount();
                        if (read[0] <= limit) {
                            sink.next(buffer);
                            return;
                        }
                        DataBufferUtils.release(buffer);
                        if (read[0] > drain) {
                            sink.error(refusal());
                        }
                    })
                    .concatWith(Mono.defer(() -> read[0] > limit ? Mono.error(refusal()) : Mono.empty()));
        }

        private GatewayProblem refusal() {
            exchange.getResponse().getHeaders().setConnection("close");
            return tooLarge();
        }
    }
}
