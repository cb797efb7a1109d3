package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a defined survey. Begins with {@code survey-}, behind which stands the name that reviews use. */
public record SurveyId(@JsonValue String value) {

    private static final String PREFIX = "survey-";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SurveyId {}

    public static SurveyId named(String name) {
        return new SurveyId(PREFIX + name);
    }

    public String name() {
        return value.startsWith(PREFIX) ? value.substring(PREFIX.length()) : value;
    }

    /** Axon keys the event stream by this string. */
    @Override
    public String toString() {
        return value;
    }
}
