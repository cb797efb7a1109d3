package io.journey360.standalone;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a newcomer may set; each also as {@code JOURNEY_…} in the environment.
 *
 * @param data folder of the log
 * @param port of the gateway, on loopback
 * @param demo whether an empty log is filled with the demo
 */
@ConfigurationProperties("journey")
record StandaloneSettings(
        @DefaultValue("./journey-data") Path data,
        @DefaultValue("8080") int port,
        @DefaultValue("true") boolean demo) {}
