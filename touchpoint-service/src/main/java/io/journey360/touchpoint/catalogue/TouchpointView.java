package io.journey360.touchpoint.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.journey360.events.Phase;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** @param id the name that events use */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TouchpointView(
        String id,
        State state,
        @Nullable String name,
        @Nullable String channel,
        @Nullable String stage,
        @Nullable Phase phase,
        @Nullable String owner,
        @Nullable Map<String, Double> target,
        @Nullable Boolean momentOfTruth,
        @JsonIgnore long version) {

    enum State {
        DECLARED,
        RETIRED,
        /** Events use the name, but nobody declared it. */
        UNDECLARED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
