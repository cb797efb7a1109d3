package io.journey360.platform.identity;

import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.records.DurableRecords;
import java.security.SecureRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Pseudonyms under the tenant secret, which is opened at start: with a wrong key file nothing may run. */
@AutoConfiguration
@ConditionalOnProperty(name = "journey.service", matchIfMissing = true)
@EnableConfigurationProperties(IdentityProperties.class)
public class IdentityAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    KeySource keySource(IdentityProperties properties) {
        return properties.keySecret() != null
                ? new KeySecret(properties.keySecret())
                : new KeyFile(properties.keyFile(), new SecureRandom());
    }

    @Bean
    TenantSecret.Opened tenantSecret(KeySource keys, DurableRecords records, ObjectProvider<JourneyLog> log) {
        return new TenantSecret(records, keys, new SecureRandom())
                .open(() -> log.stream().anyMatch(l -> l.head() > 0));
    }

    @Bean
    @ConditionalOnMissingBean
    KeyWrap keyWrap(TenantSecret.Opened opened) {
        return opened.keyWrap();
    }

    @Bean
    @ConditionalOnMissingBean
    Pseudonyms pseudonyms(TenantSecret.Opened opened, IdentityProperties properties) {
        return new KeyedPseudonyms(opened.secret(), properties.customerNamespaces());
    }
}
