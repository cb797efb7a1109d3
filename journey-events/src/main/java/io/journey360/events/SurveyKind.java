package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How answers are summed up: net promoter score, customer satisfaction, customer effort score, or stars. */
public enum SurveyKind {
    NPS(0, 10),
    CSAT(1, 5),
    CES(1, 7),
    STARS(1, 5);

    private static final Map<String, SurveyKind> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(SurveyKind::wireName, Function.identity()));

    private final Scale usualScale;

    SurveyKind(double min, double max) {
        this.usualScale = new Scale(min, max);
    }

    public Scale usualScale() {
        return usualScale;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A review may name a kind instead of a defined survey. */
    public static Optional<SurveyKind> ofWireName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    @JsonCreator
    static SurveyKind parse(String name) {
        return ofWireName(name).orElseThrow(() -> new IllegalArgumentException("must be nps, csat, ces or stars"));
    }
}
