package io.journey360.analytics.scorecard;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a touchpoint can promise, by the name its target has in the catalogue, and how it is measured over the events that count.
 * An indexed attribute of the same name that the touchpoint's events carry goes before: then the measure is the attribute's mean.
 * A measure that is neither has no actual value.
 */
enum Measure {
    /**
     * Mean seconds from a check-in to the call, or without one to being served, that follows it at this touchpoint.
     */
    WAIT_SECONDS("waitSeconds"),
    /** People who booked at their first event here or later, of those who came here. */
    BOOKING_RATE("bookingRate"),
    /** People who reached the request's goal at their first event here or later, of those who came here. */
    CONVERSION("conversion"),
    /** People whose journey ended here without anything having been served or reviewed, of those who came here. */
    DROP_OFF("dropOff"),
    /** People who cancelled here, of those who came here. */
    CANCELLATION_RATE("cancellationRate"),
    /** People who missed a booking here, of those who came here. */
    NO_SHOW_RATE("noShowRate"),
    /** Net promoter score of reviews that name this touchpoint, in points. */
    NPS("nps"),
    /** Share of satisfied answers among reviews that name this touchpoint. */
    CSAT("csat"),
    /** Mean of customer effort, 1 to 7. */
    CES("ces"),
    /** Mean of stars, 1 to 5. */
    STARS("stars");

    private static final String SECONDS = "Seconds";

    private final String wireName;

    Measure(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    static Optional<Measure> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(measure -> measure.wireName.equals(name))
                .findFirst();
    }

    /** Whether less of it is better: times, by their name, and the rates of what goes wrong. */
    static boolean lowerBetter(String name) {
        return name.endsWith(SECONDS)
                || ofWireName(name)
                        .filter(measure -> switch (measure) {
                            case WAIT_SECONDS, DROP_OFF, CANCELLATION_RATE, NO_SHOW_RATE -> true;
                            case BOOKING_RATE, CONVERSION, NPS, CSAT, CES, STARS -> false;
                        })
                        .isPresent();
    }
}
