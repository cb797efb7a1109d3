package io.journey360.platform.projection;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How projections are run.
 *
 * @param segments into how many parts a processor's stream is divided, fixed when it first runs
 * @param batchSize events handled before their documents and the token are written
 * @param threads of a service that handle events
 */
@ConfigurationProperties("journey.projections")
public record ProjectionSettings(
        @DefaultValue("4") int segments,
        @DefaultValue("200") int batchSize,
        @DefaultValue("4") int threads) {}
