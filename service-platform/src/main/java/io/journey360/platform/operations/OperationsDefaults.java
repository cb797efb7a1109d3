package io.journey360.platform.operations;

import java.util.LinkedHashMap;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** How every service logs, is watched and is talked to; a service's own configuration and the environment go before it. */
public final class OperationsDefaults implements EnvironmentPostProcessor, Ordered {

    private static final int MANAGEMENT_ABOVE_PORT = 1_000;

    /** After the configuration files, whose port it looks at. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        var standalone = environment.getProperty("journey.standalone", Boolean.class, false);
        var defaults = new LinkedHashMap<String, Object>();
        defaults.put("spring.http.codecs.max-in-memory-size", "1MB");
        defaults.put("spring.lifecycle.timeout-per-shutdown-phase", "5s");
        defaults.put("springdoc.api-docs.version", "openapi_3_1");
        defaults.put("management.endpoints.web.exposure.include", "health,prometheus");
        defaults.put("management.endpoint.health.probes.enabled", "true");
        // What these say of a failed start is said better, and shorter, by the failure analysis.
        defaults.put("logging.level.org.springframework.boot.web.server.reactive.context", "error");
        defaults.put("logging.level.org.springframework.context.annotation", "error");
        // These repeat the target of a request: of one that cannot be decoded, of one whose answer broke off.
        defaults.put("logging.level.reactor.netty.http.server.HttpServerOperations", "error");
        defaults.put("logging.level.org.springframework.web.server.adapter.HttpWebHandlerAdapter", "off");
        defaults.put("logging.level.org.springdoc", "error");
        // Axon's latency monitor registers its gauge twice.
        defaults.put("logging.level.io.micrometer.core.instrument.MeterRegistry", "error");
        if (environment.getProperty("journey.service", Boolean.class, true)) {
            defaults.put("management.endpoint.health.group.readiness.include", "readinessState,caughtUp");
        }
        if (standalone) {
            defaults.put("logging.config", "classpath:io/journey360/platform/operations/logback-standalone.xml");
        } else {
            defaults.put("logging.structured.format.console", "logstash");
            defaults.put("logging.structured.json.add.service", "${spring.application.name:journey}");
            int port = environment.getProperty("server.port", Integer.class, 8080);
            if (port > 0) {
                defaults.put("management.server.port", port + MANAGEMENT_ABOVE_PORT);
            }
        }
        environment.getPropertySources().addLast(new MapPropertySource("journey360-operations", defaults));
    }
}
