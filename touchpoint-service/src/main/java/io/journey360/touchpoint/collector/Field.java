package io.journey360.touchpoint.collector;

import io.journey360.events.JourneyEventType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a collected event may say, and where in its JSON it says it. Attributes are apart: their names are the sender's. */
public enum Field {
    SPECVERSION("/specversion", Kind.TEXT),
    ID("/id", Kind.TEXT),
    SOURCE("/source", Kind.TEXT),
    TYPE("/type", Kind.TEXT),
    TIME("/time", Kind.INSTANT),
    CUSTOMER("/data/customer", Kind.TEXT),
    ANONYMOUS("/data/anonymous", Kind.TEXT),
    TOUCHPOINT("/data/touchpoint", Kind.TEXT),
    CHANNEL("/data/channel", Kind.TEXT),
    SERVICE("/data/service", Kind.TEXT),
    LOCATION("/data/location", Kind.TEXT),
    BOOKING("/data/booking", Kind.TEXT),
    AMOUNT("/data/value/amount", Kind.NUMBER),
    CURRENCY("/data/value/currency", Kind.TEXT),
    ACTION("/data/action", Kind.TEXT, JourneyEventType.INTERACTED),
    SLOT_START("/data/slot/start", Kind.INSTANT, Types.OF_A_BOOKING),
    SLOT_END("/data/slot/end", Kind.INSTANT, Types.OF_A_BOOKING),
    METHOD("/data/method", Kind.TEXT, JourneyEventType.CHECKED_IN),
    OUTCOME("/data/outcome", Kind.TEXT, JourneyEventType.SERVED),
    STARTED("/data/started", Kind.INSTANT, JourneyEventType.SERVED),
    ENDED("/data/ended", Kind.INSTANT, JourneyEventType.SERVED),
    SURVEY("/data/survey", Kind.TEXT, JourneyEventType.REVIEWED),
    SCORE("/data/score", Kind.NUMBER, JourneyEventType.REVIEWED),
    SCALE_MIN("/data/scale/min", Kind.NUMBER, JourneyEventType.REVIEWED),
    SCALE_MAX("/data/scale/max", Kind.NUMBER, JourneyEventType.REVIEWED),
    TEXT("/data/text", Kind.TEXT, JourneyEventType.REVIEWED),
    RETRACTED_SOURCE("/data/source", Kind.TEXT, EnumSet.noneOf(JourneyEventType.class)),
    RETRACTED_ID("/data/id", Kind.TEXT, EnumSet.noneOf(JourneyEventType.class));

    enum Kind {
        TEXT,
        NUMBER,
        INSTANT
    }

    /** A nested holder, because an enum's constants may not refer to the enum's own static fields. */
    private static final class Types {
        private static final Set<JourneyEventType> OF_A_BOOKING = EnumSet.of(
                JourneyEventType.BOOKED,
                JourneyEventType.RESCHEDULED,
                JourneyEventType.CANCELLED,
                JourneyEventType.CHECKED_IN,
                JourneyEventType.CALLED,
                JourneyEventType.SERVED,
                JourneyEventType.NO_SHOW);
    }

    private static final Map<String, Field> BY_POINTER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Field::pointer, Function.identity()));

    private final String pointer;
    private final Kind kind;
    private final Set<JourneyEventType> types;

    Field(String pointer, Kind kind) {
        this(pointer, kind, EnumSet.allOf(JourneyEventType.class));
    }

    Field(String pointer, Kind kind, JourneyEventType only) {
        this(pointer, kind, EnumSet.of(only));
    }

    Field(String pointer, Kind kind, Set<JourneyEventType> types) {
        this.pointer = pointer;
        this.kind = kind;
        this.types = types;
    }

    /** JSON pointer within the event. */
    public String pointer() {
        return pointer;
    }

    /** Pointer of the member of {@code data} or of the envelope that holds it, {@code /data/slot} for instance. */
    String memberPointer() {
        int end = pointer.indexOf('/', "/data/".length());
        return end < 0 ? pointer : pointer.substring(0, end);
    }

    public static Optional<Field> at(String pointer) {
        return Optional.ofNullable(BY_POINTER.get(pointer));
    }

    public boolean isNumber() {
        return kind == Kind.NUMBER;
    }

    public boolean isInstant() {
        return kind == Kind.INSTANT;
    }

    boolean fits(JourneyEventType type) {
        return types.contains(type);
    }

    boolean fitsRetraction() {
        return this == RETRACTED_SOURCE || this == RETRACTED_ID || compareTo(ANONYMOUS) <= 0;
    }
}
