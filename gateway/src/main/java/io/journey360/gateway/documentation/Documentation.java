package io.journey360.gateway.documentation;

import io.journey360.gateway.routing.KnownAddresses;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** The merged API document and the pages to browse it, Swagger UI's own files being served from its WebJar. */
@Configuration(proxyBeanMethods = false)
class Documentation {

    private static final Set<HttpMethod> READ = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/";

    @Bean
    ApiDocument apiDocument(
            KnownAddresses addresses, @Value("${journey.api-keys[0].name:}") String anyKey, HttpClient gatewayClient) {
        return new ApiDocument(addresses, gatewayClient, !anyKey.isEmpty());
    }

    @Bean
    RouterFunction<ServerResponse> apiDocumentRoutes(ApiDocument document) throws IOException {
        var page = new ClassPathResource("docs/index.html", Documentation.class);
        var script = asset("swagger-ui-bundle.js");
        var style = asset("swagger-ui.css");
        var start = new ClassPathResource("docs/start.js", Documentation.class);
        return RouterFunctions.route()
                .GET(
                        "/api/v1/openapi.json",
                        request -> document.json()
                                .flatMap(json -> ServerResponse.ok()
                                        .contentType(MediaType.APPLICATION_JSON)
                                        .bodyValue(json)))
                .GET("/docs", request -> file(page, MediaType.TEXT_HTML, CacheControl.noCache()))
                .GET(
                        "/docs/swagger-ui-bundle.js",
                        request -> file(script, MediaType.valueOf("text/javascript"), daily()))
                .GET("/docs/swagger-ui.css", request -> file(style, MediaType.valueOf("text/css"), daily()))
                .GET(
                        "/docs/start.js",
                        request -> file(start, MediaType.valueOf("text/javascript"), CacheControl.noCache()))
                .route(
                        RequestPredicates.path("/api/v1/openapi.json").or(RequestPredicates.path("/docs/**")),
                        request -> READ.contains(request.method())
                                ? Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND))
                                : Mono.error(new MethodNotAllowedException(request.method(), READ)))
                .build();
    }

    private static Mono<ServerResponse> file(Resource resource, MediaType type, CacheControl caching) {
        return ServerResponse.ok().contentType(type).cacheControl(caching).bodyValue(resource);
    }

    private static CacheControl daily() {
        return CacheControl.maxAge(Duration.ofDays(1));
    }

    /** The WebJar keeps its files under its version. */
    private static Resource asset(String name) throws IOException {
        var found = new PathMatchingResourcePatternResolver(Documentation.class.getClassLoader())
                .getResources("classpath*:" + WEBJAR + "*/" + name);
        if (found.length == 0) {
            throw new IllegalStateException("No " + name + " in the Swagger UI WebJar");
        }
        return Objects.requireNonNull(found[0]);
    }
}
