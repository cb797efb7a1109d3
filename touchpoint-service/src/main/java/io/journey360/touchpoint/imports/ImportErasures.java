package io.journey360.touchpoint.imports;

import com.mongodb.client.MongoDatabase;
import io.journey360.events.ErasureEvent;
import io.journey360.events.RetentionEvent;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.scrubbing.DutiesInDocuments;
import io.journey360.platform.scrubbing.ScrubWorker;
import io.journey360.platform.sealing.KeyShredder;
import io.journey360.touchpoint.TouchpointViews;
import java.time.Clock;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service keeps of persons beside the log: rows of their imports that were rejected. */
@Configuration(proxyBeanMethods = false)
class ImportErasures {

    static final String SERVICE = "touchpoint-service";

    @ProcessingGroup(TouchpointViews.GROUP)
    record Duties(DutiesInDocuments list) {

        @EventHandler
        void on(ErasureEvent event) {
            list.record(event);
        }

        @EventHandler
        void on(RetentionEvent event) {
            list.record(event);
        }
    }

    @Bean
    Duties importErasureDuties(MongoDatabase database) {
        return new Duties(new DutiesInDocuments(database, SERVICE));
    }

    @Bean
    ScrubWorker importErasureWorker(
            Duties duties, RejectsScrubber rejects, KeyShredder keys, JourneyLog log, Clock clock) {
        return new ScrubWorker(rejects, duties.list(), keys, log, clock);
    }
}
