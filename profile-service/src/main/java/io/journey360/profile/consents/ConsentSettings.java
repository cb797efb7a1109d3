package io.journey360.profile.consents;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param purposes the tenant's own, beside {@code analytics}, {@code personalisation} and {@code marketing}
 * @param demanded purposes that nothing is done for without a consent
 */
@ConfigurationProperties("journey.consent")
public record ConsentSettings(
        @DefaultValue List<String> purposes, @DefaultValue List<String> demanded) {

    private static final List<String> COMMON = List.of("analytics", "personalisation", "marketing");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public ConsentSettings {
        for (var purpose : purposes) {
            if (!NAME.matcher(purpose).matches()) {
                throw new IllegalArgumentException(
                        "journey.consent.purposes: a purpose is named by 1 to 40 of a-z, 0-9 and -, beginning with a letter");
            }
        }
        purposes = Stream.concat(COMMON.stream(), purposes.stream()).distinct().toList();
    }

    /** Whether nobody may be told apart who has not allowed it. */
    public boolean analyticsDemanded() {
        return demanded.contains("analytics");
    }
}
