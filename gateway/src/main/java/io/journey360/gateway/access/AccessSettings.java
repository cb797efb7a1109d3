package io.journey360.gateway.access;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param apiKeys who may call; when there are any, every call needs one
 * @param sessionSecret signs the dashboard's sessions; the same for all replicas, made up at each start when absent
 * @param demo whether the demo is loaded; the dashboard then offers its customers as examples
 */
@ConfigurationProperties("journey")
record AccessSettings(
        @DefaultValue List<ApiKey> apiKeys,
        @Nullable String sessionSecret,
        @DefaultValue("false") boolean demo) {

    /**
     * @param name who holds the key; stands in audit entries
     * @param sha256 of the key's UTF-8 bytes, as 64 hexadecimal digits; a key is at least 128 random bits, so one round of
     *     hashing protects it
     * @param sources sources it may send events for; empty means any
     */
    record ApiKey(
            String name,
            String sha256,
            @DefaultValue Set<Role> roles,
            @DefaultValue Set<String> sources) {

        ApiKey {
            if (!sha256.matches("[0-9a-fA-F]{64}")) {
                throw new IllegalArgumentException("The sha256 of API key " + name + " is not 64 hexadecimal digits");
            }
        }

        byte[] hash() {
            return HexFormat.of().parseHex(sha256);
        }

        @Override
        public String toString() {
            return "ApiKey[" + name + "]";
        }
    }

    @Override
    public String toString() {
        return "AccessSettings" + apiKeys;
    }
}
