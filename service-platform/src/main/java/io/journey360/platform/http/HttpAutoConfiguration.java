package io.journey360.platform.http;

import io.journey360.platform.identity.IdentityAutoConfiguration;
import io.journey360.platform.identity.Pseudonyms;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
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
}
