package io.journey360.analytics.times;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.analytics.query.StepRequest;
import io.journey360.analytics.query.TimeRange;
import io.journey360.events.JourneyEventType;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a question about times of a request, or says what is wrong with it. */
final class TimesReading {

    private static final Duration WINDOW = Duration.ofDays(30);

    /** Events that carry no booking. */
    private static final Set<String> UNBOOKED =
            Set.of(JourneyEventType.DISCOVERED.wireName(), JourneyEventType.INTERACTED.wireName());

    private final TimesRequest request;
    private final Filters filters;
    private final RequestErrors errors;

    TimesReading(TimesRequest request, Filters filters, RequestErrors errors) {
        this.request = request;
        this.filters = filters;
        this.errors = errors;
    }

    Times read() {
        var by = by();
        TimeRange.checkZone(request.zone(), errors);
        return new Times(
                step(request.start(), "/start", by),
                step(request.end(), "/end", by),
                TimeRange.millis(request.window(), "/window", WINDOW, errors),
                by,
                pairing(),
                filters.events(request.filter(), "/filter"),
                filters.people(request.filter(), "/filter"),
                TimeRange.of(request.from(), request.to(), errors),
                filters.property(request.breakdown(), "/breakdown").orElse(null));
    }

    private EventFilter step(@Nullable StepRequest step, String pointer, Snapshot.By by) {
        var filter = filters.step(step, pointer);
        if (by == Snapshot.By.BOOKING && filter.isPresent() && step != null && UNBOOKED.contains(step.event())) {
            errors.invalid(pointer + "/event", "carries no booking, which times by booking need");
        }
        return filter.orElse(EventFilter.ALL);
    }

    private Times.Pairing pairing() {
        return switch (request.pairing()) {
            case "each" -> Times.Pairing.EACH;
            case "first" -> Times.Pairing.FIRST;
            case null -> Times.Pairing.FIRST;
            default -> {
                errors.invalid("/pairing", "can be first or each");
                yield Times.Pairing.FIRST;
            }
        };
    }

    private Snapshot.By by() {
        return switch (request.by()) {
            case "booking" -> Snapshot.By.BOOKING;
            case "customer" -> Snapshot.By.PERSON;
            case null -> Snapshot.By.PERSON;
            default -> {
                errors.invalid("/by", "can be customer or booking");
                yield Snapshot.By.PERSON;
            }
        };
    }
}
