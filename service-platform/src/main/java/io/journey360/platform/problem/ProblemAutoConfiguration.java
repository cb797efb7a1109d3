package io.journey360.platform.problem;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Failures as problem documents and JSON read strictly, in every service and the gateway. */
@AutoConfiguration(before = JacksonAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
class ProblemAutoConfiguration {

    @Bean
    ProblemRenderer problemRenderer(@Value("${spring.application.name:journey}") String service) {
        return new ProblemRenderer(service);
    }

    @Bean
    StrictJson strictJson() {
        return new StrictJson();
    }
}
