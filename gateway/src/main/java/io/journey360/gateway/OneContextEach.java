package io.journey360.gateway;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Keeps the gateway's and the services' auto-configurations apart when all of them share one class path, as in
 * {@code standalone}: there Spring Boot would otherwise give the gateway a log and every service a gateway.
 */
final class OneContextEach implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final String[] OF_SERVICES = {
        "io.journey360.platform.",
        "org.axonframework.",
        "org.springframework.boot.jdbc.",
        "org.springframework.boot.sql.",
        "org.springframework.boot.transaction.",
        "org.springframework.boot.persistence.",
        "org.springframework.boot.data.",
        "org.springframework.boot.mongodb.",
        "org.springframework.boot.jooq.",
        "org.springdoc."
    };

    private static final String[] OF_GATEWAY = {"org.springframework.cloud."};

    private boolean gateway;

    @Override
    public void setEnvironment(Environment environment) {
        gateway = "gateway".equals(environment.getProperty("spring.application.name"));
    }

    @Override
    public boolean[] match(@Nullable String[] autoConfigurationClasses, AutoConfigurationMetadata metadata) {
        var foreign = gateway ? OF_SERVICES : OF_GATEWAY;
        var wanted = new boolean[autoConfigurationClasses.length];
        for (int i = 0; i < wanted.length; i++) {
            var name = autoConfigurationClasses[i];
            wanted[i] = name == null || !startsWithAny(name, foreign);
        }
        return wanted;
    }

    private static boolean startsWithAny(String name, String[] prefixes) {
        for (var prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
