package io.journey360.platform.http;

import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.problem.Problem;
import io.journey360.platform.problem.ProblemAttributes;
import io.journey360.platform.records.DurableRecords;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Idempotency-Key on unsafe requests: the same request under the same key gets the first answer again for 24 hours. Only the
 * outcome is kept. An answer that had a body is made again by the controller, which creates nothing more because what it
 * creates derives its id from the key; other answers need nobody.
 */
final class Idempotency implements WebFilter, Ordered {

    static final String KEY_HEADER = "Idempotency-Key";
    static final String REPLAYED_HEADER = "Idempotency-Replayed";

    /** A request still unanswered after this is taken for dead with its process; the gateway gives up earlier. */
    static final Duration LEASE = Duration.ofSeconds(60);

    static final Duration KEPT = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final List<String> IDEMPOTENT_BY_THEMSELVES =
            List.of("/api/v1/events", "/api/v1/segment", "/api/v1/imports");

    private sealed interface Claim {

        record Owned(String recordKey, long version, String fingerprint) implements Claim {}

        record Answered(KeyRecord answer) implements Claim {}
    }

    private final DurableRecords records;
    private final Pseudonyms pseudonyms;
    private final Clock clock;

    Idempotency(DurableRecords records, Pseudonyms pseudonyms, Clock clock) {
        this.records = records;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
    }

    @Override
    public int getOrder() {
        return FilterOrder.IDEMPOTENCY;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        var key = request.getHeaders().getFirst(KEY_HEADER);
        if (key == null || Methods.isSafe(request.getMethod()) || isIdempotentByItself(request)) {
            return chain.filter(exchange);
        }
        if (!KEY.matcher(key).matches()) {
            return Mono.error(
                    Problem.invalid("/" + KEY_HEADER, "must be 1 to 255 visible ASCII characters without spaces"));
        }
        return body(request)
                .flatMap(body -> Blocking.<Claim>call(() -> claim(exchange, key, body))
                        .flatMap(claim -> switch (claim) {
                            case Claim.Owned owned -> first(exchange, body, owned, chain);
                            case Claim.Answered answered -> again(exchange, body, answered.answer(), chain);
                        }));
    }

    private static boolean isIdempotentByItself(ServerHttpRequest request) {
        var path = request.getPath().pathWithinApplication().value();
        return IDEMPOTENT_BY_THEMSELVES.stream()
                .anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }

    private static Mono<byte[]> body(ServerHttpRequest request) {
        return DataBufferUtils.join(request.getBody(), RequestBodies.LIMIT_BYTES)
                .map(joined -> {
                    var bytes = new byte[joined.readableByteCount()];
                    joined.read(bytes);
                    DataBufferUtils.release(joined);
                    return bytes;
                })
                .defaultIfEmpty(new byte[0]);
    }

    private Claim claim(ServerWebExchange exchange, String key, byte[] body) {
        var recordKey = pseudonyms.hmac("idempotency-key", Credentials.of(exchange), key);
        var fingerprint = fingerprint(exchange.getRequest(), body);
        var underWay =
                KeyRecord.underWay(fingerprint, clock.instant().plus(LEASE).toEpochMilli());
        // A record found missing or changed a moment later is looked at once more; a third time somebody else is at it.
        for (int attempt = 0; attempt < 3; attempt++) {
            boolean inserted = records.insertIfAbsent(
                    KeyRecord.KIND, recordKey, underWay.json(), clock.instant().plus(KEPT));
            var found = records.find(KeyRecord.KIND, recordKey);
            if (found.isEmpty()) {
                continue;
            }
            var stored = found.get();
            if (inserted) {
                return new Claim.Owned(recordKey, stored.version(), fingerprint);
            }
            var earlier = KeyRecord.parse(stored.json());
            if (!earlier.fingerprint().equals(fingerprint)) {
                throw Problem.of(422, "idempotency-key-reused", "This Idempotency-Key was used with another request");
            }
            if (!earlier.isUnderWay()) {
                return new Claim.Answered(earlier);
            }
            if (earlier.leaseUntilMillis() > clock.millis()) {
                break;
            }
            if (records.replace(KeyRecord.KIND, recordKey, stored.version(), underWay.json())) {
                return new Claim.Owned(recordKey, stored.version() + 1, fingerprint);
            }
        }
        throw Problem.of(409, "in-progress", "The request with this Idempotency-Key is still under way")
                .retryAfter(Duration.ofSeconds(1));
    }

    private String fingerprint(ServerHttpRequest request, byte[] body) {
        var query = Objects.requireNonNullElse(request.getURI().getRawQuery(), "");
        return pseudonyms.hmac(
                "idempotency-request",
                request.getMethod().name(),
                request.getURI().getRawPath(),
                query,
                HexFormat.of().formatHex(sha256(body)));
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The outcome is recorded before the answer leaves: a client that has seen it gets it again. */
    private Mono<Void> first(ServerWebExchange exchange, byte[] body, Claim.Owned owned, WebFilterChain chain) {
        var response = exchange.getResponse();
        var observed = new Observed(response);
        response.beforeCommit(() -> Blocking.call(() -> {
                    record(exchange, owned, observed.hadBody);
                    return null;
                })
                .onErrorResume(e -> {
                    LOG.warn(
                            "An idempotency record could not be written: {}",
                            e.getClass().getName());
                    return Mono.empty();
                })
                .then());
        return chain.filter(exchange.mutate()
                .request(new Replayable(exchange, body))
                .response(observed)
                .build());
    }

    private void record(ServerWebExchange exchange, Claim.Owned owned, boolean hadBody) {
        var response = exchange.getResponse();
        int status = Optional.ofNullable(response.getStatusCode())
                .map(HttpStatusCode::value)
                .orElse(200);
        if (status >= 500 || status == 429) {
            records.delete(KeyRecord.KIND, owned.recordKey());
            return;
        }
        var headers = response.getHeaders();
        var code = exchange.getAttribute(ProblemAttributes.PROBLEM) instanceof Problem problem ? problem.code() : null;
        var answer = new KeyRecord(
                owned.fingerprint(),
                0,
                status,
                headers.getFirst(HttpHeaders.LOCATION),
                headers.getFirst(HttpHeaders.ETAG),
                hadBody,
                code);
        records.replace(KeyRecord.KIND, owned.recordKey(), owned.version(), answer.json());
    }

    private static Mono<Void> again(ServerWebExchange exchange, byte[] body, KeyRecord answer, WebFilterChain chain) {
        var response = exchange.getResponse();
        response.getHeaders().set(REPLAYED_HEADER, "true");
        if (answer.status() >= 400) {
            var code = Objects.requireNonNullElse(answer.code(), "refused-" + answer.status());
            return Mono.error(
                    Problem.of(answer.status(), code, "As the first time this Idempotency-Key was used: " + code)
                            .header(REPLAYED_HEADER, "true"));
        }
        // Doing a PUT, PATCH or DELETE over could undo what somebody else did since.
        if (!answer.hadBody() || !exchange.getRequest().getMethod().equals(HttpMethod.POST)) {
            return bare(response, answer);
        }
        return chain.filter(exchange.mutate()
                        .request(new Replayable(exchange, body))
                        .response(new AsAnswered(response, answer))
                        .build())
                .onErrorResume(e -> response.isCommitted() ? Mono.error(e) : bare(response, answer));
    }

    private static Mono<Void> bare(ServerHttpResponse response, KeyRecord answer) {
        setHead(response, answer);
        response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
        response.getHeaders().setContentLength(0);
        return response.setComplete();
    }

    private static void setHead(ServerHttpResponse response, KeyRecord answer) {
        response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
        Optional.ofNullable(answer.location())
                .ifPresent(location -> response.getHeaders().set(HttpHeaders.LOCATION, location));
        Optional.ofNullable(answer.etag())
                .ifPresent(etag -> response.getHeaders().set(HttpHeaders.ETAG, etag));
    }

    /** Gives out the body that was read to compare it. */
    private static final class Replayable extends ServerHttpRequestDecorator {

        private final Flux<DataBuffer> body;

        Replayable(ServerWebExchange exchange, byte[] bytes) {
            super(exchange.getRequest());
            this.body = bytes.length == 0
                    ? Flux.empty()
                    : Flux.defer(() -> Flux.just(
                            (DataBuffer) exchange.getResponse().bufferFactory().wrap(bytes)));
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return body;
        }
    }

    private static final class Observed extends ServerHttpResponseDecorator {

        private volatile boolean hadBody;

        Observed(ServerHttpResponse response) {
            super(response);
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            hadBody = true;
            return super.writeWith(body);
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            hadBody = true;
            return super.writeAndFlushWith(body);
        }
    }

    /** The new body under the first answer's head; what is no success now is not told instead of the success it was. */
    private static final class AsAnswered extends ServerHttpResponseDecorator {

        private final KeyRecord answer;

        AsAnswered(ServerHttpResponse response, KeyRecord answer) {
            super(response);
            this.answer = answer;
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            var status = getStatusCode();
            if (status != null && !status.is2xxSuccessful()) {
                return Flux.from(body).doOnNext(DataBufferUtils::release).then(bare(getDelegate(), answer));
            }
            setHead(getDelegate(), answer);
            return super.writeWith(body);
        }

        @Override
        public Mono<Void> setComplete() {
            return bare(getDelegate(), answer);
        }
    }
}
