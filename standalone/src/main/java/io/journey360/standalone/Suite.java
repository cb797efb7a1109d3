package io.journey360.standalone;

import io.journey360.analytics.AnalyticsServiceApplication;
import io.journey360.booking.BookingServiceApplication;
import io.journey360.gateway.GatewayApplication;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.records.DurableRecords;
import io.journey360.profile.ProfileServiceApplication;
import io.journey360.standalone.demo.DemoLoader;
import io.journey360.touchpoint.TouchpointServiceApplication;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The four services and the gateway in one JVM: sibling contexts below one that holds what they share. */
public final class Suite implements AutoCloseable {

    private record Part(String name, Class<?> application) {}

    private static final Part GATEWAY = new Part("gateway", GatewayApplication.class);
    private static final List<Part> SERVICES = List.of(
            new Part("analytics", AnalyticsServiceApplication.class),
            new Part("touchpoint", TouchpointServiceApplication.class),
            new Part("booking", BookingServiceApplication.class),
            new Part("profile", ProfileServiceApplication.class));

    /** Resolved once, from wherever they were set, and told to all parts. */
    private static final List<String> SHARED_SETTINGS = List.of(
            "journey.standalone",
            "journey.log",
            "journey.documents",
            "journey.data",
            "journey.keys",
            "journey.key-secret",
            "journey.port",
            "journey.demo",
            "journey.silence");

    private final ConfigurableApplicationContext shared;
    private final ConfigurableApplicationContext gateway;
    private final List<ConfigurableApplicationContext> services;
    private final URI uri;

    private Suite(
            ConfigurableApplicationContext shared,
            ConfigurableApplicationContext gateway,
            List<ConfigurableApplicationContext> services) {
        this.shared = shared;
        this.gateway = gateway;
        this.services = services;
        var server = ((WebServerApplicationContext) gateway).getWebServer();
        uri = URI.create("http://localhost:" + Objects.requireNonNull(server).getPort());
    }

    /**
     * @param settings as on the command line: {@code --journey.port=0}
     * @throws RuntimeException of the first part that fails; others may still be starting then, so the JVM should end
     */
    public static Suite start(String... settings) {
        var shared = new SpringApplicationBuilder(SharedStores.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .properties("spring.config.name=standalone")
                .run(settings);
        // Logging is the JVM's: set up once, not by each of five contexts at the same time.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        return start(shared, settings);
    }

    private static Suite start(ConfigurableApplicationContext shared, String... settings) {
        var ports = new LinkedHashMap<String, Integer>();
        var random = new SecureRandom();
        SERVICES.forEach(service -> ports.put(service.name(), Ports.free(random)));

        Executor threads = task -> new Thread(task, "start").start();
        var services = new ArrayList<CompletableFuture<ConfigurableApplicationContext>>();
        for (var service : SERVICES) {
            var properties = Map.of(
                    "server.port",
                    String.valueOf(ports.get(service.name())),
                    "spring.config.name",
                    service.name() + "-service");
            services.add(CompletableFuture.supplyAsync(() -> run(shared, service, properties, settings), threads));
        }
        var routes = new LinkedHashMap<String, String>();
        routes.put("spring.config.name", GATEWAY.name());
        routes.put("journey.service", "false");
        // It takes the gRPC that Axon brings for its own, which needs a class that Axon shades away.
        routes.put("spring.cloud.gateway.server.webflux.filter.json-to-grpc.enabled", "false");
        ports.forEach((name, port) -> routes.put("journey.services." + name, "http://127.0.0.1:" + port));
        var gateway = CompletableFuture.supplyAsync(() -> run(shared, GATEWAY, routes, settings), threads);
        var all = new ArrayList<CompletableFuture<ConfigurableApplicationContext>>(services);
        all.add(gateway);

        var firstFailure = new CompletableFuture<Void>();
        all.forEach(part -> part.whenComplete((context, failure) -> {
            if (failure != null) {
                firstFailure.completeExceptionally(failure);
            }
        }));
        try {
            CompletableFuture.anyOf(firstFailure, CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        return new Suite(
                shared,
                gateway.join(),
                services.stream().map(CompletableFuture::join).toList());
    }

    private static ConfigurableApplicationContext run(
            ConfigurableApplicationContext shared, Part part, Map<String, String> properties, String... settings) {
        var arguments = new ArrayList<>(List.of(settings));
        // Given twice, an option would have both values.
        arguments.removeIf(
                argument -> SHARED_SETTINGS.stream().anyMatch(name -> argument.startsWith("--" + name + "=")));
        properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        arguments.add("--server.address=127.0.0.1");
        for (var setting : SHARED_SETTINGS) {
            var value = shared.getEnvironment().getProperty(setting);
            if (value != null) {
                arguments.add("--" + setting + "=" + value);
            }
        }
        arguments.add("--spring.reactor.netty.shutdown-quiet-period=0s");
        return new SpringApplicationBuilder(part.application())
                .parent(shared)
                .web(WebApplicationType.REACTIVE)
                .registerShutdownHook(false)
                .run(arguments.toArray(String[]::new));
    }

    /** Where the gateway listens. */
    public URI uri() {
        return uri;
    }

    DemoLoader demoLoader() {
        return new DemoLoader(
                shared(DurableRecords.class), services.getFirst().getBean(JourneyLog.class), shared(Clock.class));
    }

    /** A bean that all parts share. */
    /** What every service has one of its own, all alike. */
    <T> T ofAService(Class<T> type) {
        return services.getFirst().getBean(type);
    }

    <T> T shared(Class<T> type) {
        return shared.getBean(type);
    }

    /** Nothing new comes in first; the stores close last. */
    @Override
    public void close() {
        gateway.close();
        var closing = services.stream()
                .map(service -> Thread.ofPlatform().name("stop").start(service::close))
                .toList();
        for (var thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        shared.close();
    }
}
