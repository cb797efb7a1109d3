package io.journey360.profile.erasures;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is destroyed, and by whom.
 *
 * @param services an erasure or a run of retention is completed when all of them have carried it out
 * @param backups for how long backups of the log's store are kept: until then they hold the wrapped keys
 */
@ConfigurationProperties("journey.erasure")
public record ErasureSettings(
        @DefaultValue({"booking-service", "profile-service", "touchpoint-service", "analytics-service"})
        Set<String> services,

        @DefaultValue("P35D") Duration backups) {}
