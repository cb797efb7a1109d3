package io.journey360.analytics.exports;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param concurrent exports that are written at a time
 * @param waiting exports that may wait for their turn; more are refused
 * @param kept how long a file stays
 */
@ConfigurationProperties("journey.exports")
record ExportSettings(
        @DefaultValue("2") int concurrent,
        @DefaultValue("8") int waiting,
        @DefaultValue("PT24H") Duration kept) {}
