package io.journey360.platform.http;

import io.journey360.platform.identity.IdentityAutoConfiguration;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.operations.Views;
import io.journey360.platform.records.DurableRecords;
import java.time.Clock;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** What every service's HTTP edge has. */
@AutoConfiguration(
        after = IdentityAutoConfiguration.class,
        afterName = "org.axonframework.springboot.autoconfig.AxonAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnProperty(name = "journey.service", matchIfMissing = true)
class HttpAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(CommandGateway.class)
    Commands commands(CommandGateway gateway) {
        return new Commands(gateway);
    }

    @Bean
    @ConditionalOnMissingBean
    CreatedIds createdIds(Pseudonyms pseudonyms) {
        return new CreatedIds(pseudonyms);
    }

    @Bean
    RequestBodies requestBodies() {
        return new RequestBodies();
    }

    @Bean
    Positions positions(JourneyLog log, Views views) {
        return new Positions(log, views);
    }

    @Bean
    Idempotency idempotency(DurableRecords records, Pseudonyms pseudonyms, Clock clock) {
        return new Idempotency(records, pseudonyms, clock);
    }

    @Bean
    MalformedTargets malformedTargets() {
        return new MalformedTargets();
    }

    @Bean
    @ConditionalOnBooleanProperty("journey.standalone")
    LoopbackGuard loopbackGuard() {
        return new LoopbackGuard();
    }
}
