package io.journey360.touchpoint.maps;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.journey360.touchpoint.maps.domain.JourneyMapTerms;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One version of a journey map.
 *
 * @param version from 1
 * @param tag what the entity tag is made of
 */
record JourneyMapView(
        String id,
        long version,
        State state,
        String name,
        List<MapStage> stages,
        Instant definedAt,
        @JsonIgnore long tag) {

    enum State {
        CURRENT,
        /** There is a later version. */
        SUPERSEDED,
        RETIRED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static JourneyMapView of(String id, long version, State state, JourneyMapTerms terms, Instant definedAt, long tag) {
        return new JourneyMapView(
                id,
                version,
                state,
                terms.name(),
                terms.stages().stream().map(MapStage::of).toList(),
                definedAt,
                tag);
    }
}
