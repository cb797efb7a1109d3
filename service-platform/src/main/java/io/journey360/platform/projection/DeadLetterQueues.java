package io.journey360.platform.projection;

import com.mongodb.client.MongoDatabase;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventhandling.deadletter.MongoSequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.serialization.Serializer;

/** Makes the dead-letter queue of a processing group, kept in the service's own document database. */
public final class DeadLetterQueues {

    private final MongoDatabase database;
    private final Serializer serializer;

    public DeadLetterQueues(MongoDatabase database, Serializer serializer) {
        this.database = database;
        this.serializer = serializer;
    }

    public SequencedDeadLetterQueue<EventMessage<?>> forGroup(String processingGroup) {
        return MongoSequencedDeadLetterQueue.<EventMessage<?>>builder()
                .processingGroup(processingGroup)
                .mongoTemplate(DefaultMongoTemplate.builder()
                        .mongoDatabase(database)
                        .deadLetterCollectionName("dead-letters")
                        .build())
                .transactionManager(NoTransactionManager.instance())
                .serializer(serializer)
                .build();
    }
}
