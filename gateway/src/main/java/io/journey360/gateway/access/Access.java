package io.journey360.gateway.access;

import io.journey360.gateway.problem.GatewayProblem;
import java.time.Clock;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** Chooses who may call by where the gateway listens. */
@Configuration(proxyBeanMethods = false)
class Access {

    static final int ORDER = 10;

    /** After all that may refuse a request. */
    private static final int AUDIT_ORDER = 30;

    @Bean
    Sessions sessions(AccessSettings settings) {
        return new Sessions(settings, Clock.systemUTC());
    }

    @Bean
    @Order(ORDER)
    WebFilter accessFilter(
            ServerProperties server, AccessSettings settings, Sessions sessions, ApplicationContext gateway) {
        if (!settings.apiKeys().isEmpty()) {
            return besideManagement(new Credentials(settings, sessions), gateway);
        }
        var address = server.getAddress();
        if (address != null && address.isLoopbackAddress()) {
            return new LoopbackGuard();
        }
        throw new CredentialsMissing(address);
    }

    @Bean
    @Order(AUDIT_ORDER)
    WebFilter auditTrail() {
        return new AuditTrail();
    }

    /**
     * A management port of its own is for probes and scrapers, which have no key: who may reach it is for the network to
     * say. Its requests come through a context of their own, which finds every route of the gateway too: those stay shut
     * there.
     */
    private static WebFilter besideManagement(WebFilter credentials, ApplicationContext gateway) {
        return (exchange, chain) -> {
            if (gateway.equals(exchange.getApplicationContext())) {
                return credentials.filter(exchange, chain);
            }
            return exchange.getRequest().getPath().value().startsWith("/actuator/")
                    ? chain.filter(exchange)
                    : Mono.error(new GatewayProblem(404, "unknown", "There is nothing at this address"));
        };
    }
}
