package io.journey360.platform.operations;

import com.mongodb.client.MongoDatabase;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.projection.ViewPosition;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** How far the views are, as health and for whoever waits. */
@AutoConfiguration(
        afterName = {
            "io.journey360.platform.log.LogAutoConfiguration",
            "io.journey360.platform.documents.DocumentsAutoConfiguration"
        })
@ConditionalOnProperty(name = "journey.service", matchIfMissing = true)
class OperationsAutoConfiguration {

    @Bean
    @ConditionalOnBean(MongoDatabase.class)
    StoredTokens storedTokens(
            MongoDatabase database, @Qualifier("eventSerializer") Serializer serializer, JourneyLog log) {
        return new StoredTokens(database, serializer, log);
    }

    @Bean
    @ConditionalOnMissingBean
    Views views(
            ObjectProvider<EventProcessingConfiguration> processing,
            ObjectProvider<ViewPosition> others,
            ObjectProvider<StoredTokens> storedTokens,
            JourneyLog log) {
        return new Views(processing, others, storedTokens, log);
    }

    @Bean
    CaughtUp caughtUp(JourneyLog log, Views views) {
        return new CaughtUp(log, views);
    }
}
