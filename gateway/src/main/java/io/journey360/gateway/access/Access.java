package io.journey360.gateway.access;

import java.time.Clock;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.WebFilter;

/** Chooses who may call by where the gateway listens. */
@Configuration(proxyBeanMethods = false)
class Access {

    static final int ORDER = 10;

    @Bean
    Sessions sessions(AccessSettings settings) {
        return new Sessions(settings, Clock.systemUTC());
    }

    @Bean
    @Order(ORDER)
    WebFilter accessFilter(ServerProperties server, AccessSettings settings, Sessions sessions) {
        if (!settings.apiKeys().isEmpty()) {
            return new Credentials(settings, sessions);
        }
        var address = server.getAddress();
        if (address != null && address.isLoopbackAddress()) {
            return new LoopbackGuard();
        }
        throw new CredentialsMissing(address);
    }
}
