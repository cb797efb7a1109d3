package io.journey360.platform.log;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** What every service sets alike; a service's own configuration and the environment go before it. */
public final class PlatformDefaults implements EnvironmentPostProcessor {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        System.setProperty("disable-axoniq-console-message", "true"); // Axon asks the system, not the environment
        var onAxonServer = "axon-server".equals(environment.getProperty("journey.log"));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "journey360-platform",
                        Map.ofEntries(
                                Map.entry("axon.serializer.general", "jackson3"),
                                Map.entry("axon.serializer.events", "jackson3"),
                                Map.entry("axon.serializer.messages", "jackson3"),
                                Map.entry("axon.axonserver.enabled", String.valueOf(onAxonServer)),
                                Map.entry("axon.update-check.disabled", "true"),
                                Map.entry("axon.timeout.enabled", "false"),
                                Map.entry("spring.main.banner-mode", "off"),
                                // both report each refused command or unknown id, which is the caller's affair
                                Map.entry(
                                        "logging.level.org.axonframework.modelling.command.AbstractRepository",
                                        "error"),
                                Map.entry(
                                        "logging.level.org.axonframework.commandhandling.gateway.DefaultCommandGateway",
                                        "error"))));
    }
}
