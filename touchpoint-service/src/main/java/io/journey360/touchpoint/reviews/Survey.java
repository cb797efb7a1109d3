package io.journey360.touchpoint.reviews;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.journey360.events.Scale;
import java.util.Locale;

/** The usual surveys, each on its usual scale. */
enum Survey {
    NPS(0, 10),
    CSAT(1, 5),
    CES(1, 7),
    STARS(1, 5);

    private final Scale scale;

    Survey(double min, double max) {
        this.scale = new Scale(min, max);
    }

    Scale scale() {
        return scale;
    }

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Survey parse(String name) {
        for (var survey : values()) {
            if (survey.wireName().equals(name)) {
                return survey;
            }
        }
        throw new IllegalArgumentException("must be nps, csat, ces or stars");
    }
}
