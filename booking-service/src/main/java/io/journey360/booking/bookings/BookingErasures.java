package io.journey360.booking.bookings;

import com.mongodb.client.MongoDatabase;
import io.journey360.events.ErasureEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.ProfileErased;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionEvent;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.scrubbing.DutiesInDocuments;
import io.journey360.platform.scrubbing.ScrubWorker;
import io.journey360.platform.scrubbing.Scrubber;
import io.journey360.platform.sealing.KeyShredder;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Contacts of erased customers go from the documents; that the bookings were made, and when, stays countable. What was booked before a
 * horizon goes from the documents itself, once it has ended.
 */
@Configuration(proxyBeanMethods = false)
class BookingErasures {

    private static final String SERVICE = "booking-service";
    private static final String BOOKED = JourneyEventType.BOOKED.wireName();

    @ProcessingGroup("bookings")
    record Duties(DutiesInDocuments list, BookingDocuments documents, JourneyLog log) {

        /** What was carried out on other documents than these, which were restored from before it, is carried out on these now. */
        @EventHandler
        void on(ErasureEvent event) {
            list.record(event);
            if (event instanceof ProfileErased erased
                    && isCarriedOut(erased.erasure().value())) {
                documents.removeContacts(erased.identities(), erased.erasedAt());
            }
        }

        @EventHandler
        void on(RetentionEvent event) {
            list.record(event);
            if (event instanceof RetentionDue due
                    && due.kinds().contains(BOOKED)
                    && isCarriedOut(due.run().value())) {
                documents.remove(due.before(), due.identities());
            }
        }

        private boolean isCarriedOut(String duty) {
            return !log.existing(List.of(ScrubWorker.stream(duty, SERVICE))).isEmpty();
        }
    }

    @Bean
    Duties bookingErasureDuties(MongoDatabase database, BookingDocuments documents, JourneyLog log) {
        return new Duties(new DutiesInDocuments(database, SERVICE), documents, log);
    }

    @Bean
    ScrubWorker bookingErasureWorker(
            Duties duties, BookingDocuments documents, KeyShredder keys, JourneyLog log, Clock clock) {
        var scrubber = new Scrubber() {

            @Override
            public String service() {
                return SERVICE;
            }

            @Override
            public Map<String, Long> scrub(ProfileErased erasure) {
                return Map.of("contacts", documents.removeContacts(erasure.identities(), erasure.erasedAt()));
            }

            @Override
            public Map<String, Long> scrub(RetentionDue due) {
                return due.kinds().contains(BOOKED) ? documents.remove(due.before(), due.identities()) : Map.of();
            }
        };
        return new ScrubWorker(scrubber, duties.list(), keys, log, clock);
    }
}
