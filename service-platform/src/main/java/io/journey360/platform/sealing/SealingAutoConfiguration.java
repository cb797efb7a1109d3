package io.journey360.platform.sealing;

import com.mongodb.client.MongoClient;
import io.journey360.platform.identity.KeySource;
import io.journey360.platform.identity.KeyWrap;
import io.journey360.platform.log.LogDatabase;
import java.security.SecureRandom;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The keyring in the database of the log; on Axon Server, which keeps only events, in Mongo. */
@AutoConfiguration(
        afterName = {
            "io.journey360.platform.log.LogAutoConfiguration",
            "io.journey360.platform.identity.IdentityAutoConfiguration"
        })
@ConditionalOnProperty(name = "journey.service", matchIfMissing = true)
class SealingAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "journey.log", havingValue = "axon-server")
    static class InMongo {

        @Bean
        @ConditionalOnMissingBean(Keyring.class)
        Keyring keyring(MongoClient client) {
            var keyring = new MongoKeyring(client);
            keyring.prepare();
            return keyring;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression("'${journey.log:embedded}' != 'axon-server'")
    static class InJdbc {

        @Bean
        @ConditionalOnMissingBean(Keyring.class)
        Keyring keyring(LogDatabase database) {
            var keyring = new JdbcKeyring(database);
            keyring.createTables();
            return keyring;
        }
    }

    @Bean
    DataKeys dataKeys(Keyring keyring, KeyWrap wrap) {
        return new DataKeys(keyring, wrap, new SecureRandom(), System::nanoTime);
    }

    @Bean
    KeyRotation keyRotation(Keyring keyring, KeyWrap wrap, KeySource source) {
        var rotation = new KeyRotation(keyring, wrap);
        rotation.refuseMissingKeys(source);
        return rotation;
    }
}
