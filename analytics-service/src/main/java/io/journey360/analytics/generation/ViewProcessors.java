package io.journey360.analytics.generation;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.journey360.platform.deadletters.DeadLetterGroup;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.projection.DeadLetterQueues;
import io.journey360.platform.projection.ParkedEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.deadletter.DeadLetteringEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Event processors made by hand, one for each generation of a view, with tokens and dead letters of their own. */
@Component
class ViewProcessors {

    private static final Logger LOG = LoggerFactory.getLogger(ViewProcessors.class);

    /** Events of one segment handled before their documents and the token are written: large, for the sake of rebuilding. */
    private static final int BATCH_SIZE = 1_000;

    private static final int SEGMENTS = 4;
    private static final int WORKERS = 2;

    private final JourneyLog log;
    private final TokenStore tokens;
    private final MongoCollection<Document> storedTokens;
    private final Serializer serializer;
    private final TransactionManager transactions;
    private final DeadLetterQueues deadLetters;
    private final ParkedEvents parkedEvents;

    ViewProcessors(
            JourneyLog log,
            TokenStore tokens,
            MongoDatabase database,
            @Qualifier("eventSerializer") Serializer serializer,
            TransactionManager transactions,
            DeadLetterQueues deadLetters,
            ParkedEvents parkedEvents) {
        this.log = log;
        this.tokens = tokens;
        this.storedTokens = database.getCollection("tokens");
        this.serializer = serializer;
        this.transactions = transactions;
        this.deadLetters = deadLetters;
        this.parkedEvents = parkedEvents;
    }

    static String name(GenerationView view, int generation) {
        return view.name() + "@" + generation;
    }

    /** A running processor. */
    final class Running {

        private final PooledStreamingEventProcessor processor;
        private final DeadLetterGroup deadLetterGroup;
        private final List<ExecutorService> executors;

        private Running(
                PooledStreamingEventProcessor processor,
                DeadLetterGroup deadLetterGroup,
                List<ExecutorService> executors) {
            this.processor = processor;
            this.deadLetterGroup = deadLetterGroup;
            this.executors = executors;
        }

        DeadLetterGroup deadLetterGroup() {
            return deadLetterGroup;
        }

        /** Everything at or below it is in documents, whichever replica wrote them; 0 before the first event. */
        long position() {
            var own = processor.processingStatus();
            if (own.size() == SEGMENTS) {
                return own.values().stream()
                        .mapToLong(segment -> log.watermark(segment.getTrackingToken()))
                        .min()
                        .orElse(0);
            }
            var positions = storedPositions(processor.getName());
            own.forEach(
                    (segment, status) -> positions.merge(segment, log.watermark(status.getTrackingToken()), Math::max));
            return positions.size() < SEGMENTS
                    ? 0
                    : positions.values().stream()
                            .mapToLong(Long::longValue)
                            .min()
                            .orElse(0);
        }

        void stop() {
            processor.shutDown();
            executors.forEach(ExecutorService::shutdown);
        }
    }

    Running start(GenerationView view, int generation) {
        var name = name(view, generation);
        var queue = deadLetters.forGroup(name);
        parkedEvents.register(name, queue);
        var invoker = DeadLetteringEventHandlerInvoker.builder();
        invoker.queue(queue).transactionManager(transactions).enableSequenceIdentifierCache();
        invoker.eventHandlers(view.handler(generation))
                .sequencingPolicy(view.sequencing())
                .listenerInvocationErrorHandler(PropagatingErrorHandler.instance());
        var eventHandlerInvoker = invoker.build();
        var coordinator = Executors.newSingleThreadScheduledExecutor(new AxonThreadFactory(name + "-reader"));
        var workers = Executors.newScheduledThreadPool(WORKERS, new AxonThreadFactory(name + "-writers"));
        var processor = PooledStreamingEventProcessor.builder()
                .name(name)
                .eventHandlerInvoker(eventHandlerInvoker)
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(log.source())
                .tokenStore(tokens)
                .transactionManager(transactions)
                .coordinatorExecutor(coordinator)
                .workerExecutor(workers)
                .initialSegmentCount(SEGMENTS)
                .initialToken(source -> source.createTailToken())
                .batchSize(BATCH_SIZE)
                .build();
        processor.start();
        return new Running(
                processor, new DeadLetterGroup(name, queue, eventHandlerInvoker), List.of(coordinator, workers));
    }

    /** The lowest position of the segments as stored, 0 when there are none. For when the processor does not run here. */
    long storedPosition(GenerationView view, int generation) {
        var positions = storedPositions(name(view, generation));
        return positions.size() < SEGMENTS
                ? 0
                : positions.values().stream().mapToLong(Long::longValue).min().orElse(0);
    }

    /**
     * Reads the tokens without claiming them, which the token store cannot.
     *
     * @return by segment
     */
    private Map<Integer, Long> storedPositions(String processor) {
        var positions = new HashMap<Integer, Long>();
        for (var stored : storedTokens.find(eq("processorName", processor))) {
            positions.put(stored.getInteger("segment"), log.watermark(token(stored)));
        }
        return positions;
    }

    private @Nullable TrackingToken token(Document stored) {
        var bytes = stored.get("token", Binary.class);
        return bytes == null
                ? null
                : serializer.deserialize(new SimpleSerializedObject<>(
                        bytes.getData(), byte[].class, stored.getString("tokenType"), null));
    }

    /**
     * Removes the tokens and dead letters of a generation that nobody writes any more.
     *
     * @return false if a segment is still claimed, by this replica or another
     */
    boolean forget(GenerationView view, int generation) {
        var name = name(view, generation);
        try {
            for (int segment : tokens.fetchSegments(name)) {
                tokens.fetchToken(name, segment);
                tokens.deleteToken(name, segment);
            }
        } catch (UnableToClaimTokenException e) {
            LOG.info("{} is still claimed elsewhere; it goes later", name);
            return false;
        }
        deadLetters.forGroup(name).clear();
        return true;
    }
}
