package io.journey360.gateway.routing;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The addresses of the settings, unless the program that starts the services knows better. */
@Component
public class KnownAddresses {

    private final ServiceAddresses addresses;

    KnownAddresses(ObjectProvider<ServiceAddresses> given, RoutingSettings settings) {
        this.addresses = given.getIfAvailable(
                () -> service -> settings.services().get(Service.valueOf(service.toUpperCase(Locale.ROOT))));
    }

    /** Base address of a service; null while the service has not come up */
    public @Nullable URI of(String service) {
        return addresses.of(service);
    }

    public List<String> services() {
        return Arrays.stream(Service.values()).map(Service::id).toList();
    }
}
