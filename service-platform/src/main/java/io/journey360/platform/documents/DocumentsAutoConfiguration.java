package io.journey360.platform.documents;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The document store of a service. Server and client may stand in a parent context; the database is each service's own. */
@AutoConfiguration
@EnableConfigurationProperties(DocumentsSettings.class)
public class DocumentsAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MongoServer.class)
    @ConditionalOnProperty(name = "journey.documents", havingValue = DocumentsSettings.EMBEDDED)
    static class Embedded {

        @Bean
        @ConditionalOnMissingBean
        EmbeddedDocuments embeddedDocuments() {
            return new EmbeddedDocuments();
        }
    }

    @Bean
    @ConditionalOnMissingBean
    MongoClient mongoClient(DocumentsSettings settings, ObjectProvider<EmbeddedDocuments> embedded) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(address(settings, embedded)))
                .applicationName("journey360")
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(64).minSize(2))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(10, TimeUnit.SECONDS))
                .build());
    }

    private static String address(DocumentsSettings settings, ObjectProvider<EmbeddedDocuments> embedded) {
        if (settings.documents().equals(DocumentsSettings.EMBEDDED)) {
            var server = embedded.getIfAvailable();
            if (server == null) {
                throw new IllegalStateException(
                        "journey.documents=embedded needs mongo-java-server on the class path; set a mongodb:// address");
            }
            return server.connectionString();
        }
        return settings.documents();
    }

    /** {@code journey_booking} for {@code booking-service}. */
    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @ConditionalOnProperty("spring.application.name")
    MongoDatabase journeyDatabase(MongoClient client, @Value("${spring.application.name}") String service) {
        return client.getDatabase(
                "journey_" + service.replaceAll("-service$", "").replace('-', '_'));
    }
}
