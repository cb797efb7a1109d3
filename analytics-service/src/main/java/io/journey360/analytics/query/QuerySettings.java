package io.journey360.analytics.query;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param concurrent analyses that run at a time; the rest wait
 * @param limit how long one may take, waiting included
 */
@ConfigurationProperties("journey.queries")
record QuerySettings(
        @DefaultValue("4") int concurrent,
        @DefaultValue("PT10S") Duration limit) {}
