package io.journey360.analytics.consents;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param demanded purposes that nothing is done for without a consent */
@ConfigurationProperties("journey.consent")
record ConsentSettings(@DefaultValue List<String> demanded) {

    static final String ANALYTICS = "analytics";

    ConsentSettings {
        for (var purpose : demanded) {
            if (!purpose.equals(ANALYTICS)) {
                throw new IllegalArgumentException(
                        "journey.consent.demanded: only analytics is done here, so only it can depend on a consent");
            }
        }
    }
}
