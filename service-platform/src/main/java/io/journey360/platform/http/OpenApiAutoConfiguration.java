package io.journey360.platform.http;

import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** What a service's OpenAPI document says of every operation. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(OpenApiCustomizer.class)
@ConditionalOnProperty(name = "journey.service", matchIfMissing = true)
class OpenApiAutoConfiguration {

    @Bean
    PlatformOperations platformOperations() {
        return new PlatformOperations();
    }
}
