package io.journey360.platform.operations;

import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.projection.ViewPosition;
import java.time.Clock;
import org.axonframework.config.EventProcessingConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** How far the views are, as health and for whoever waits. */
@AutoConfiguration(afterName = "io.journey360.platform.log.LogAutoConfiguration")
@ConditionalOnProperty(name = "journey.service", matchIfMissing = true)
class OperationsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Views views(
            ObjectProvider<EventProcessingConfiguration> processing,
            ObjectProvider<ViewPosition> others,
            JourneyLog log) {
        return new Views(processing, others, log);
    }

    @Bean
    CaughtUp caughtUp(JourneyLog log, Views views, Clock clock) {
        return new CaughtUp(log, views, clock);
    }
}
