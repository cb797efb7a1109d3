package io.journey360.platform.documents;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param documents {@code embedded} or a {@code mongodb://} address */
@ConfigurationProperties("journey")
record DocumentsSettings(
        @DefaultValue("mongodb://localhost:27017") String documents) {

    static final String EMBEDDED = "embedded";
}
