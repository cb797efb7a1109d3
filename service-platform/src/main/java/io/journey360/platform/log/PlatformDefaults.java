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
                        Map.of(
                                "axon.serializer.general", "jackson3",
                                "axon.serializer.events", "jackson3",
                                "axon.serializer.messages", "jackson3",
                                "axon.axonserver.enabled", String.valueOf(onAxonServer),
                                "axon.update-check.disabled", "true",
                                "axon.timeout.enabled", "false",
                                "spring.main.banner-mode", "off")));
    }
}
