package io.journey360.events;

import org.jspecify.annotations.Nullable;

/** What enters a stage: an event that is everything named here. At least one is. */
public record StageEntry(
        @Nullable JourneyEventType event,
        @Nullable String action,
        @Nullable String touchpoint) {

    public boolean fits(JourneyEventType type, @Nullable String itsAction, @Nullable String itsTouchpoint) {
        return (event == null || event == type)
                && (action == null || action.equals(itsAction))
                && (touchpoint == null || touchpoint.equals(itsTouchpoint));
    }
}
