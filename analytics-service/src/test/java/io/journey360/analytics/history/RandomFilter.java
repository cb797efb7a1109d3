package io.journey360.analytics.history;

import io.journey360.analytics.query.FilterRequest;
import io.journey360.analytics.query.StepRequest;
import io.journey360.events.IdentityKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Filters such as {@link Happening} can judge. */
public final class RandomFilter {

    private RandomFilter() {}

    /** Of events, of people, or none. */
    public static @Nullable FilterRequest of(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> filter(null, Map.of("not", "c1"), null);
            case 3 -> ofPersona(random);
            case 1 ->
                filter(
                        null,
                        null,
                        List.of(
                                RandomHistory.anyone(random).value(),
                                RandomHistory.anyone(random).value(),
                                RandomHistory.anyone(random).value()));
            case 2 -> filter(List.of("discovered", "booked", "reviewed"), null, null);
            default -> null;
        };
    }

    public static @Nullable FilterRequest ofEvents(Random random) {
        return random.nextInt(4) == 0 ? filter(null, Map.of("not", "c1"), null) : null;
    }

    public static StepRequest step(Random random, List<String> events) {
        return new StepRequest(
                events.get(random.nextInt(events.size())),
                random.nextInt(4) == 0 ? filter(null, List.of("c0", "c1", "c2"), null) : null);
    }

    private static FilterRequest ofPersona(Random random) {
        Object persona =
                switch (random.nextInt(5)) {
                    case 0 -> RandomHistory.PERSONAS;
                    case 1 -> Map.of("not", RandomHistory.PERSONAS.getFirst());
                    case 2 -> Map.of("exists", random.nextBoolean());
                    default -> RandomHistory.PERSONAS.get(random.nextInt(RandomHistory.PERSONAS.size()));
                };
        return new FilterRequest(null, null, null, null, null, null, null, null, persona, null);
    }

    private static FilterRequest filter(@Nullable Object event, @Nullable Object channel, @Nullable Object customers) {
        return new FilterRequest(event, null, null, channel, null, null, null, null, null, customers);
    }

    /**
     * Whether the filter selects a person.
     *
     * @param person all their identities
     * @param personas what these are
     */
    static boolean selects(@Nullable FilterRequest filter, Set<IdentityKey> person, Set<String> personas) {
        if (filter == null) {
            return true;
        }
        if (filter.customer() instanceof List<?> keys) {
            return person.stream().anyMatch(identity -> keys.contains(identity.value()));
        }
        return switch (filter.persona()) {
            case List<?> any -> any.stream().anyMatch(personas::contains);
            case Map<?, ?> map ->
                map.get("exists") instanceof Boolean exists
                        ? exists != personas.isEmpty()
                        : !personas.contains(map.get("not"));
            case String one -> personas.contains(one);
            case null -> true;
            default -> throw new IllegalArgumentException();
        };
    }

    public static @Nullable String breakdown(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "channel";
            case 1 -> "touchpoint"; // more than 50 of them
            case 2 -> "attributes.campaign";
            default -> null;
        };
    }

    /** The value of a part of a breakdown. */
    public static @Nullable Object value(JsonNode part) {
        var value = part.get("value");
        return value == null
                ? null
                : value.isBoolean() ? value.asBoolean() : value.isNumber() ? value.asInt() : value.asString();
    }

    /** Whether an event belongs to a part of a breakdown, given all parts. */
    public static boolean inPart(Happening event, String property, JsonNode part, JsonNode parts) {
        var own = event.value(property);
        if (!part.get("other").asBoolean()) {
            return Objects.equals(own, value(part));
        }
        for (var named : parts) {
            if (!named.get("other").asBoolean() && Objects.equals(own, value(named))) {
                return false;
            }
        }
        return true;
    }
}
