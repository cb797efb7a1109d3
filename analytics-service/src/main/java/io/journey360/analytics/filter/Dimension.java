package io.journey360.analytics.filter;

import io.journey360.analytics.index.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The properties every analysis can filter and group by. */
public enum Dimension implements Property {
    EVENT,
    ACTION,
    TOUCHPOINT,
    CHANNEL,
    SERVICE,
    LOCATION,
    SOURCE;

    public @Nullable String of(Kind kind) {
        return switch (this) {
            case EVENT -> kind.type().wireName();
            case ACTION -> kind.action();
            case TOUCHPOINT -> kind.touchpoint();
            case CHANNEL -> kind.channel();
            case SERVICE -> kind.service();
            case LOCATION -> kind.location();
            case SOURCE -> kind.source();
        };
    }

    @Override
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Dimension> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.wireName().equals(name))
                .findFirst();
    }
}
