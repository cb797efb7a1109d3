package io.journey360.gateway.routing;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where each service answers. The settings say so by default; a program that starts the services itself declares a bean
 * of this type, since it may learn the addresses only while the gateway is already up.
 */
@FunctionalInterface
public interface ServiceAddresses {

    /**
     * The base address of a service.
     *
     * @param service {@code booking}, {@code profile}, {@code touchpoint} or {@code analytics}
     * @return scheme, host and port without a path; null while the service has not come up
     */
    @Nullable URI of(String service);
}
