package io.journey360.booking.bookings;

import io.journey360.events.BookingId;
import io.journey360.events.JourneyEvent;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.springframework.stereotype.Component;

/** Keeps one document per booking. Events of one booking come in their order, since the sequencing policy is the aggregate. */
@Component
@ProcessingGroup("bookings")
class BookingsProjection {

    private final BookingDocuments documents;

    BookingsProjection(BookingDocuments documents) {
        this.documents = documents;
    }

    /** Other sources' bookings are none of our business. */
    @EventHandler
    void on(JourneyEvent event, @SequenceNumber long sequenceNumber) {
        var booking = event.moment().booking();
        if (event.moment().source().equals("booking-service") && booking != null) {
            documents.record(event, new BookingId(booking), sequenceNumber);
        }
    }
}
