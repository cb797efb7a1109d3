package io.journey360.gateway.problem;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A request whose target is no URI never becomes an exchange: Spring's adapter sets 400 and ends. No other response has a
 * status before its request is handled, so that is the sign by which such a one is given its problem document.
 */
@Component
class MalformedTargets implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private final byte[] body = ProblemRenderer.document(
            new GatewayProblem(400, "malformed-uri", "The request's target is not a valid URI"));

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.mapHandle(
                (handled, connection) -> connection instanceof HttpServerResponse response && isRefusedUnheard(response)
                        ? tell(response)
                        : handled));
    }

    private static boolean isRefusedUnheard(HttpServerResponse response) {
        return response.status().code() == 400 && !response.hasSentHeaders();
    }

    private Mono<Void> tell(HttpServerResponse response) {
        return response.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                .header(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length))
                .header("X-Content-Type-Options", "nosniff")
                .sendByteArray(Mono.just(body))
                .then();
    }
}
