package io.journey360.platform.http;

import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.operations.Views;
import io.journey360.platform.problem.Problem;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Journey-Position: a write tells a log position at or after it, and a read that sends it waits up to 2 s until every view
 * of this service has come that far.
 */
final class Positions implements WebFilter, Ordered {

    static final String HEADER = "Journey-Position";
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Positions.class);
    private static final Duration LOOK = Duration.ofMillis(5);

    private final JourneyLog log;
    private final Views views;

    Positions(JourneyLog log, Views views) {
        this.log = log;
        this.views = views;
    }

    @Override
    public int getOrder() {
        return FilterOrder.POSITIONS;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        if (!Methods.isSafe(request.getMethod())) {
            var response = exchange.getResponse();
            response.beforeCommit(() -> tell(response));
        }
        // Lookups and analyses are reads too, although they are posted.
        var asked = request.getHeaders().getFirst(HEADER);
        return asked == null
                ? chain.filter(exchange)
                : Mono.defer(() -> reached(position(asked))).then(Mono.defer(() -> chain.filter(exchange)));
    }

    private Mono<Void> tell(ServerHttpResponse response) {
        var status = response.getStatusCode();
        if (status != null && !status.is2xxSuccessful()) {
            return Mono.empty();
        }
        return Blocking.onceLeft(Mono.fromCallable(log::head))
                .doOnNext(head -> response.getHeaders().set(HEADER, Long.toString(head)))
                .onErrorResume(e -> {
                    LOG.warn(
                            "The log's head could not be read for an answer: {}",
                            e.getClass().getName());
                    return Mono.empty();
                })
                .then();
    }

    private static long position(String asked) {
        try {
            long position = Long.parseLong(asked.strip());
            if (position >= 0) {
                return position;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw Problem.invalid("/" + HEADER, "must be a log position");
    }

    /** Looks at tokens may block, so they leave the event loop. */
    private Mono<Void> reached(long position) {
        return Blocking.<Boolean>call(() -> views.haveReached(position))
                .filter(there -> there)
                .repeatWhenEmpty(looks -> looks.delayElements(LOOK))
                .timeout(PATIENCE, Mono.empty())
                .then();
    }
}
