package io.journey360.events;

/** A moment of a customer's journey, whoever observed it: our own services or another system. */
public sealed interface JourneyEvent extends PublishedEvent
        permits Booked, Called, Cancelled, CheckedIn, Discovered, Interacted, NoShow, Rescheduled, Reviewed, Served {

    Moment moment();

    /** The kind of event as requests and answers name it, {@code checked-in} for instance. */
    default JourneyEventType type() {
        return switch (this) {
            case Discovered e -> JourneyEventType.DISCOVERED;
            case Interacted e -> JourneyEventType.INTERACTED;
            case Booked e -> JourneyEventType.BOOKED;
            case Rescheduled e -> JourneyEventType.RESCHEDULED;
            case Cancelled e -> JourneyEventType.CANCELLED;
            case CheckedIn e -> JourneyEventType.CHECKED_IN;
            case Called e -> JourneyEventType.CALLED;
            case Served e -> JourneyEventType.SERVED;
            case NoShow e -> JourneyEventType.NO_SHOW;
            case Reviewed e -> JourneyEventType.REVIEWED;
        };
    }
}
