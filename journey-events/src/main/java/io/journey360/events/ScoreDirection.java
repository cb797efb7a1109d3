package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which end of a scale is the good one: effort asked as "how hard was it" is better lower. */
public enum ScoreDirection {
    HIGHER_BETTER,
    LOWER_BETTER;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    static ScoreDirection parse(String name) {
        for (var direction : values()) {
            if (direction.wireName().equals(name)) {
                return direction;
            }
        }
        throw new IllegalArgumentException("must be higher-better or lower-better");
    }
}
