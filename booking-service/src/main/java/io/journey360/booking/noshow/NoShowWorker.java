package io.journey360.booking.noshow;

import io.journey360.booking.domain.BookingCommand.RecordNoShow;
import io.journey360.booking.domain.BookingRejected;
import io.journey360.events.BookingId;
import java.time.Clock;
import java.util.ArrayList;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Turns due items into commands. It may run in several replicas at once, and may be killed anywhere. */
@Component
class NoShowWorker {

    private static final Logger LOG = LoggerFactory.getLogger(NoShowWorker.class);
    private static final int BATCH = 500;

    private final NoShowsDue due;
    private final CommandGateway commands;
    private final Clock clock;
    private final EventProcessingConfiguration processing;

    NoShowWorker(NoShowsDue due, CommandGateway commands, Clock clock, EventProcessingConfiguration processing) {
        this.due = due;
        this.commands = commands;
        this.clock = clock;
        this.processing = processing;
    }

    /** While the list is being filled from the log's past, nearly all it shows is long over: asking could wait. */
    @Scheduled(
            fixedDelayString = "${journey.booking.no-show-check:10s}",
            initialDelayString = "${journey.booking.no-show-check:10s}")
    void workUnlessCatchingUp() {
        var caughtUp = processing
                .eventProcessor("no-shows-due", StreamingEventProcessor.class)
                .map(processor ->
                        processor.processingStatus().values().stream().allMatch(EventTrackerStatus::isCaughtUp))
                .orElse(true);
        if (caughtUp) {
            work();
        }
    }

    void work() {
        var now = clock.instant();
        var after = "";
        var page = due.due(now, after, BATCH);
        while (!page.isEmpty()) {
            var settled = new ArrayList<String>();
            for (var item : page) {
                if (!item.stillWaited() || isSettled(item.booking())) {
                    settled.add(item.key());
                }
            }
            due.remove(settled);
            after = page.getLast().key();
            page = due.due(now, after, BATCH);
        }
    }

    /** An item stays on the list until the booking has answered, one way or the other. */
    private boolean isSettled(BookingId booking) {
        try {
            commands.sendAndWait(new RecordNoShow(booking));
            return true;
        } catch (AggregateNotFoundException e) {
            return true;
        } catch (CommandExecutionException e) {
            return e.<Object>getDetails().filter(NoShowWorker::isFinal).isPresent();
        } catch (RuntimeException e) {
            LOG.warn("{} could not be asked whether it is a no-show: {}", booking, e.toString());
            return false;
        }
    }

    private static boolean isFinal(Object reason) {
        return reason instanceof BookingRejected.Reason known
                && switch (known) {
                    case ALREADY_CHECKED_IN, ALREADY_SERVED, BOOKING_CANCELLED, RECORDED_AS_NO_SHOW, WITHOUT_SLOT ->
                        true;
                    // The customer is waited for longer than when the item was written: ask again later.
                    case TOO_EARLY_FOR_NO_SHOW -> false;
                    case BOOKING_EXISTS,
                            SLOT_IN_PAST,
                            SLOT_TOO_LONG,
                            SLOT_TOO_FAR_AHEAD,
                            TOO_EARLY_TO_CHECK_IN,
                            CHECK_IN_CLOSED,
                            TOO_EARLY_TO_SERVE,
                            STALE -> false;
                };
    }
}
