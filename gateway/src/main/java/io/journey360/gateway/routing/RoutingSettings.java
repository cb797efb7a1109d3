package io.journey360.gateway.routing;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param services base address of each service
 * @param timeouts longest time from a request wholly sent to the first byte of its answer; streams, uploads and exports
 *     have none
 */
@ConfigurationProperties("journey")
record RoutingSettings(Map<Service, URI> services, Map<Service, Duration> timeouts) {

    RoutingSettings {
        for (var service : Service.values()) {
            if (!services.containsKey(service) || !timeouts.containsKey(service)) {
                throw new IllegalArgumentException(
                        "journey.services.%1$s and journey.timeouts.%1$s must be set".formatted(service.id()));
            }
        }
    }
}
