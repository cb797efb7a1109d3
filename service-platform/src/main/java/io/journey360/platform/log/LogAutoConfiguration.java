package io.journey360.platform.log;

import io.journey360.events.EventJson;
import io.journey360.events.EventUpcasters;
import java.time.Clock;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3SerializerCustomizer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The log by {@code journey.log}. The transactions of commands and processors do nothing: an append is a transaction of its
 * own, and everything else a processor touches is a document. Holding the log's one writer for longer would stop everybody.
 */
@AutoConfiguration(
        beforeName = {
            "org.axonframework.springboot.autoconfig.AxonAutoConfiguration",
            "org.axonframework.springboot.autoconfig.NoOpTransactionAutoConfiguration",
            "org.axonframework.springboot.autoconfig.TransactionAutoConfiguration",
            "org.axonframework.springboot.autoconfig.EventProcessingAutoConfiguration"
        })
@ConditionalOnProperty(name = "journey.service", matchIfMissing = true)
@EnableConfigurationProperties(LogSettings.class)
public class LogAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    AppendSignal appendSignal() {
        return new AppendSignal();
    }

    @Bean
    TransactionManager axonTransactionManager() {
        return NoTransactionManager.instance();
    }

    @Bean
    Jackson3SerializerCustomizer jackson3SerializerCustomizer() {
        return new EventJson();
    }

    @Bean
    EventUpcasterChain eventUpcasters() {
        return EventUpcasters.chain();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "journey.log", havingValue = "axon-server")
    static class AxonServer {

        @Bean
        JourneyLog journeyLog(EventStore store, AppendSignal signal) {
            return new AxonServerJourneyLog(store, signal);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression("'${journey.log:embedded}' != 'axon-server'")
    static class Jdbc {

        @Bean
        @ConditionalOnMissingBean
        LogDatabase logDatabase(LogSettings settings) {
            return switch (settings.kind()) {
                case EMBEDDED -> LogDatabase.sqlite(settings.data());
                case POSTGRES ->
                    LogDatabase.postgres(
                            settings.postgres().url(),
                            settings.postgres().username(),
                            settings.postgres().password(),
                            settings.postgres().maximumPoolSize());
                case AXON_SERVER -> throw new IllegalStateException("No database holds this log");
            };
        }

        @Bean
        JdbcLogEngine journeyLogEngine(
                LogDatabase database,
                AppendSignal signal,
                @Qualifier("eventSerializer") Serializer serializer,
                ObjectProvider<EventUpcaster> upcasters) {
            return JdbcLogEngine.open(
                    database,
                    signal,
                    serializer,
                    new EventUpcasterChain(upcasters.orderedStream().toList()));
        }

        @Bean
        EmbeddedEventStore eventStore(JdbcLogEngine engine) {
            return EmbeddedEventStore.builder().storageEngine(engine).build();
        }

        @Bean
        JourneyLog journeyLog(LogDatabase database, JdbcLogEngine engine, AppendSignal signal, Clock clock) {
            return new JdbcJourneyLog(database, engine, signal, new Positions(clock));
        }

        @Bean
        @ConditionalOnProperty(name = "journey.log", havingValue = "postgres")
        @ConditionalOnMissingBean
        PostgresNotifications postgresNotifications(LogDatabase database, AppendSignal signal) {
            return new PostgresNotifications(database, signal);
        }
    }
}
