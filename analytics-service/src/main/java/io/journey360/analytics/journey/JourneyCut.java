package io.journey360.analytics.journey;

import io.journey360.events.JourneyEventType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where one journey ends and the next begins, and how far it has come. A new journey begins with the first event; with an
 * event that comes after more than the silence since the last event and since the end of every slot the journey's events
 * name; and with a {@code discovered} after a {@code served} or {@code reviewed}. Takes one person's events in time order;
 * times in milliseconds since 1970.
 */
public final class JourneyCut {

    private static final Set<JourneyEventType> CORE = EnumSet.of(
            JourneyEventType.DISCOVERED,
            JourneyEventType.BOOKED,
            JourneyEventType.CHECKED_IN,
            JourneyEventType.SERVED,
            JourneyEventType.REVIEWED);
    private static final Set<JourneyEventType> OUTCOMES =
            EnumSet.of(JourneyEventType.CANCELLED, JourneyEventType.NO_SHOW);

    private final long silenceMillis;
    private final EnumSet<JourneyEventType> outcomes = EnumSet.noneOf(JourneyEventType.class);
    private @Nullable JourneyEventType stage;
    private boolean fulfilled;
    private long lastEvent;
    private long heldOpenUntil;
    private int events;

    public JourneyCut(Duration silence) {
        this.silenceMillis = silence.toMillis();
    }

    public boolean beginsWith(JourneyEventType type, long time) {
        return events == 0 || type == JourneyEventType.DISCOVERED && fulfilled || time - heldOpenUntil > silenceMillis;
    }

    public void begin() {
        outcomes.clear();
        stage = null;
        fulfilled = false;
        heldOpenUntil = Long.MIN_VALUE;
        events = 0;
    }

    public void add(JourneyEventType type, long time, @Nullable Long slotEnd) {
        events++;
        lastEvent = time;
        heldOpenUntil = Math.max(heldOpenUntil, slotEnd == null ? time : Math.max(time, slotEnd));
        if (CORE.contains(type) && (stage == null || stage.compareTo(type) < 0)) {
            stage = type;
        }
        if (OUTCOMES.contains(type)) {
            outcomes.add(type);
        }
        fulfilled |= type == JourneyEventType.SERVED || type == JourneyEventType.REVIEWED;
    }

    /** The furthest of the five core events; null when none has happened. */
    @Nullable JourneyEventType stage() {
        return stage;
    }

    Set<JourneyEventType> outcomes() {
        return Set.copyOf(outcomes);
    }

    /** Whether something was served or reviewed. */
    public boolean fulfilled() {
        return fulfilled;
    }

    long lastEvent() {
        return lastEvent;
    }

    int events() {
        return events;
    }

    public boolean isOpenAt(long time) {
        return time - heldOpenUntil <= silenceMillis;
    }
}
