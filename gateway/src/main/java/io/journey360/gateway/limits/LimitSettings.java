package io.journey360.gateway.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param body largest request body; NDJSON and imports have no limit
 * @param drain how much of a body that is too large is still read, so that the client gets to see the answer
 * @param stall how long a client may pause within a body that has a limit
 * @param requests how many requests one caller may send within the window, all at once or spread
 */
@ConfigurationProperties("journey.limits")
record LimitSettings(
        @DefaultValue("1MB") DataSize body,
        @DefaultValue("8MB") DataSize drain,
        @DefaultValue("30s") Duration stall,
        @DefaultValue("50000") int requests,
        @DefaultValue("10s") Duration window) {

    LimitSettings {
        if (requests < 1 || window.toSeconds() < 1) {
            throw new IllegalArgumentException("journey.limits needs at least one request and a window of a second");
        }
    }
}
