package io.journey360.benchmarks;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import io.journey360.events.JourneyEvent;
import io.journey360.platform.log.JourneyLog;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.bson.Document;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What one writes first: an Axon event handler that upserts its document, batch size 1, on the same log and document server. */
final class PlainProjection {

    private PlainProjection() {}

    @ProcessingGroup("plain")
    static class Handler {

        private final MongoDatabase database;
        private final LongAdder handled = new LongAdder();

        Handler(MongoDatabase database) {
            this.database = database;
        }

        @EventHandler
        void on(JourneyEvent event, @MessageIdentifier String key) {
            var moment = event.moment();
            database.getCollection("plain")
                    .updateOne(
                            Filters.eq("_id", moment.identity() + "|" + moment.occurredAt() + "|" + key),
                            new Document(
                                    "$setOnInsert",
                                    new Document("event", event.getClass().getSimpleName())
                                            .append("source", moment.source())
                                            .append("touchpoint", moment.touchpoint())
                                            .append("channel", moment.channel())
                                            .append("occurredAt", moment.occurredAt())),
                            new UpdateOptions().upsert(true));
            handled.increment();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Context {

        @Bean
        Handler plainHandler(MongoDatabase database) {
            return new Handler(database);
        }
    }

    /** @return events a second over the first {@code events} of the log, after a tenth of them */
    static double eventsPerSecond(Path data, int events) throws InterruptedException {
        try (var context = new SpringApplicationBuilder(Context.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.application.name=plain-service",
                        "--spring.config.name=plain",
                        "--journey.standalone=true",
                        "--journey.data=" + data,
                        "--journey.documents=embedded",
                        "--journey.projections.batch-size=1")) {
            var handler = context.getBean(Handler.class);
            long last = Math.min(events, context.getBean(JourneyLog.class).head());
            long first = last / 10;
            await(handler, first);
            long begun = System.nanoTime();
            long from = handler.handled.sum();
            await(handler, last);
            return (handler.handled.sum() - from) / ((System.nanoTime() - begun) / 1e9);
        }
    }

    private static void await(Handler handler, long count) throws InterruptedException {
        while (handler.handled.sum() < count) {
            Thread.sleep(5);
        }
    }
}
