package io.journey360.touchpoint.catalogue.domain;

import io.journey360.events.TouchpointId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What may be asked of a touchpoint. */
public sealed interface TouchpointCommand {

    @TargetAggregateIdentifier
    TouchpointId touchpoint();

    /** The version that If-Match names; null to act whatever the version is. */
    @Nullable Long expectedVersion();

    /** Declares the touchpoint, or declares it anew. The result is a {@link Declared}. */
    record Declare(
            TouchpointId touchpoint,
            TouchpointTerms terms,
            @Nullable Long expectedVersion) implements TouchpointCommand {}

    record Retire(TouchpointId touchpoint, @Nullable Long expectedVersion) implements TouchpointCommand {}

    /** @param isNew whether it was not in use before */
    record Declared(long version, boolean isNew) {}
}
