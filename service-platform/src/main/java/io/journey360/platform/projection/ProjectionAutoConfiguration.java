package io.journey360.platform.projection;

import com.mongodb.client.MongoDatabase;
import io.journey360.platform.log.JourneyLog;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.axonframework.monitoring.NoOpMessageMonitor;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Event processors: pooled, woken by commits, tokens behind the documents, failures to a dead-letter queue. */
@AutoConfiguration(
        afterName = "io.journey360.platform.documents.DocumentsAutoConfiguration",
        beforeName = {
            "org.axonframework.springboot.autoconfig.AxonAutoConfiguration",
            "org.axonframework.springboot.autoconfig.EventProcessingAutoConfiguration",
            "org.axonframework.springboot.autoconfig.JdbcAutoConfiguration"
        })
@ConditionalOnBean(MongoDatabase.class)
@ConditionalOnProperty(name = "journey.service", matchIfMissing = true)
@EnableConfigurationProperties(ProjectionSettings.class)
public class ProjectionAutoConfiguration {

    @Bean
    DeadLetterQueues deadLetterQueues(MongoDatabase database, @Qualifier("eventSerializer") Serializer serializer) {
        return new DeadLetterQueues(database, serializer);
    }

    @Bean
    ParkedEvents parkedEvents(ObjectProvider<EventProcessingConfiguration> processing) {
        return new ParkedEvents(
                group -> processing.getObject().deadLetterQueue(group).orElse(null));
    }

    @Bean
    TokenStore tokenStore(
            MongoDatabase database, @Qualifier("eventSerializer") Serializer serializer, ParkedEvents parkedEvents) {
        var tokens = MongoTokenStore.builder()
                .mongoTemplate(DefaultMongoTemplate.builder()
                        .mongoDatabase(database)
                        .trackingTokensCollectionName("tokens")
                        .build())
                .serializer(serializer)
                .transactionManager(NoTransactionManager.instance())
                .build();
        return new FlushingTokenStore(tokens, parkedEvents);
    }

    /** Shared by the processors of the service. */
    @Bean(destroyMethod = "shutdown")
    ScheduledExecutorService projectionWorkers(ProjectionSettings settings) {
        return Executors.newScheduledThreadPool(settings.threads(), new AxonThreadFactory("projections"));
    }

    @Bean
    ConfigurerModule projectionProcessors(
            ObjectProvider<JourneyLog> log,
            DeadLetterQueues deadLetterQueues,
            ProjectionSettings settings,
            ListableBeanFactory beans,
            @Qualifier("projectionWorkers") ScheduledExecutorService workers) {
        return configurer -> {
            var processing = configurer
                    .eventProcessing()
                    .usingPooledStreamingEventProcessors((configuration, processor) -> processor
                            .initialSegmentCount(settings.segments())
                            .batchSize(settings.batchSize())
                            .workerExecutor(workers))
                    .configureDefaultStreamableMessageSource(
                            configuration -> log.getObject().source())
                    .registerDefaultListenerInvocationErrorHandler(configuration -> PropagatingErrorHandler.instance())
                    .registerDeadLetterQueueProvider(group -> configuration -> deadLetterQueues.forGroup(group));
            groups(beans)
                    .forEach(group -> processing
                            // Without its cache the invoker asks the queue about every single event.
                            .registerDeadLetteringEventHandlerInvokerConfiguration(
                                    group, (configuration, invoker) -> invoker.enableSequenceIdentifierCache())
                            // Four meters per event and processor were a third of a projection's time; lag has a gauge
                            // of its own.
                            .registerMessageMonitor(group, configuration -> NoOpMessageMonitor.instance()));
        };
    }

    private static Set<String> groups(ListableBeanFactory beans) {
        var groups = new HashSet<String>();
        for (var name : beans.getBeanNamesForAnnotation(ProcessingGroup.class)) {
            var group = beans.findAnnotationOnBean(name, ProcessingGroup.class);
            if (group != null) {
                groups.add(group.value());
            }
        }
        return groups;
    }
}
