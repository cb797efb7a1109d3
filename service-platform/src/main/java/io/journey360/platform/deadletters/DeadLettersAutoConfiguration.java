package io.journey360.platform.deadletters;

import io.journey360.platform.log.JourneyLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.axonframework.config.EventProcessingConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Dead letters of every service, over HTTP and as a gauge. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnProperty(name = "journey.service", matchIfMissing = true)
class DeadLettersAutoConfiguration {

    @Bean
    DeadLetters deadLetters(
            ObjectProvider<EventProcessingConfiguration> processing,
            ObjectProvider<DeadLetterGroups> others,
            JourneyLog log) {
        return new DeadLetters(processing, others, log);
    }

    @Bean
    DeadLettersController deadLettersController(
            DeadLetters deadLetters, @Value("${spring.application.name:journey}") String service) {
        return new DeadLettersController(deadLetters, service);
    }

    @Bean
    DeadLetterWatch deadLetterWatch(DeadLetters deadLetters, ObjectProvider<MeterRegistry> meters) {
        return new DeadLetterWatch(deadLetters, meters.getIfAvailable(SimpleMeterRegistry::new));
    }
}
