package io.journey360.platform.identity;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param data folder of the data, next to which the key file lies unless {@code keys} names it
 * @param keys the key file
 * @param keySecret the key-encryption key itself, in place of a file
 * @param customerNamespaces for sources whose customer values are not the tenant's: the source and its namespace
 */
@ConfigurationProperties("journey")
record IdentityProperties(
        @DefaultValue("./journey-data") Path data,
        @Nullable Path keys,
        @Nullable String keySecret,
        Map<String, String> customerNamespaces) {

    IdentityProperties {
        customerNamespaces = customerNamespaces == null ? Map.of() : Map.copyOf(customerNamespaces);
    }

    Path keyFile() {
        if (keys != null) {
            return keys;
        }
        var folder = data.toAbsolutePath().normalize();
        return folder.resolveSibling(folder.getFileName() + ".keys");
    }

    @Override
    public String toString() {
        return "IdentityProperties[data=" + data + ", keys=" + keys + "]";
    }
}
