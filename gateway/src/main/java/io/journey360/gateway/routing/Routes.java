package io.journey360.gateway.routing;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import reactor.core.publisher.Flux;

@Configuration(proxyBeanMethods = false)
class Routes {

    /** How long an open breaker refuses before it lets a few calls through to see. */
    static final Duration OPEN = Duration.ofSeconds(5);

    @Bean
    CircuitBreakerRegistry serviceBreakers() {
        return CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize(10)
                .minimumNumberOfCalls(20)
                .failureRateThreshold(50)
                .waitDurationInOpenState(OPEN)
                .permittedNumberOfCallsInHalfOpenState(5)
                .recordException(ServiceFailure.class::isInstance)
                .ignoreExceptions(CallNotPermittedException.class)
                .build());
    }

    @Bean
    MeterBinder serviceBreakerMetrics(CircuitBreakerRegistry serviceBreakers) {
        return TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(serviceBreakers);
    }

    /**
     * Left to itself the client sends any request once more when the connection is reset, a POST that may already have
     * been carried out among them; {@link ServiceCall} decides that instead.
     */
    @Bean
    HttpClientCustomizer retriesAreOurs() {
        return client -> client.disableRetry(true);
    }

    /** Under this name it stands in for the gateway's own cache, which replays signals of a fixed list for each request. */
    @Bean("cachedCompositeRouteLocator")
    @Primary
    RouteLocator serviceRoutes(
            RouteLocatorBuilder builder,
            RoutingSettings settings,
            KnownAddresses addresses,
            CircuitBreakerRegistry serviceBreakers) {
        var routes = builder.routes();
        for (var service : Service.values()) {
            var call = new ServiceCall(
                    service,
                    addresses,
                    Objects.requireNonNull(settings.timeouts().get(service)),
                    serviceBreakers.circuitBreaker(service.id()));
            // The call itself resolves the address, per request.
            routes.route(
                    service.id(),
                    route -> route.path(service.paths())
                            .filters(filters -> filters.filter(call))
                            .uri(URI.create("http://" + service.id() + ".invalid")));
        }
        var fixed =
                Objects.requireNonNull(routes.build().getRoutes().collectList().block());
        return () -> Flux.fromIterable(fixed);
    }
}
