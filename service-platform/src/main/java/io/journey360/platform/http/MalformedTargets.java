package io.journey360.platform.http;

import io.journey360.platform.problem.Problem;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request whose target is no URI never becomes an exchange: the adapter sets 400 and ends. Nothing else has a status before
 * it is handled, so that status is the sign by which such a request is given its problem document here.
 */
final class MalformedTargets implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private final byte[] body = JsonMapper.shared()
            .writeValueAsBytes(Problem.of(400, "malformed-uri", "The request's target is not a valid URI")
                    .document());

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(server ->
                server.mapHandle((handled, connection) -> connection instanceof HttpServerResponse response
                                && response.status().code() == 400
                                && !response.hasSentHeaders()
                        ? response.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                                .header(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length))
                                .sendByteArray(Mono.just(body))
                                .then()
                        : handled));
    }
}
