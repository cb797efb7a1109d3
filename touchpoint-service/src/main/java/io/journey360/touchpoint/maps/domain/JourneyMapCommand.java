package io.journey360.touchpoint.maps.domain;

import io.journey360.events.JourneyMapId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What may be asked of a journey map. */
public sealed interface JourneyMapCommand {

    @TargetAggregateIdentifier
    JourneyMapId map();

    /** The state that If-Match names; null to act whatever it is. */
    @Nullable Long expectedState();

    /** Draws the map, or draws it anew. The result is a {@link Defined}. */
    record Define(
            JourneyMapId map,
            JourneyMapTerms terms,
            @Nullable Long expectedState) implements JourneyMapCommand {}

    record Retire(JourneyMapId map, @Nullable Long expectedState) implements JourneyMapCommand {}

    /**
     * @param version of the map, from 1; the same as before when nothing was changed
     * @param state changes with every definition and every retirement
     * @param isNew whether it was not in use before
     */
    record Defined(long version, long state, Instant definedAt, boolean isNew) {}
}
