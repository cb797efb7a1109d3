package io.journey360.profile.personas;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one identity brings to the conditions of one rule. Personal values are not kept: of a trait only whether its condition holds. */
final class Evidence {

    private interface Said {
        Comparator<Said> IN_FORCE = Comparator.comparing(Said::moment).thenComparingLong(Said::position);

        Instant moment();

        long position();
    }

    /**
     * The last that was told of a condition's trait.
     *
     * @param present false once it was removed
     */
    record Told(Instant moment, long position, boolean present, boolean holds) implements Said {}

    /** The last statement about a purpose. */
    record Stated(Instant moment, long position, boolean granted, String statement) implements Said {}

    // Immutable and replaced: mostly of one entry or none, which takes next to nothing.
    private Map<Integer, Matches> matches = Map.of();
    private Map<Integer, Told> told = Map.of();
    private Map<String, Stated> stated = Map.of();

    Matches matches(int condition) {
        var known = matches.get(condition);
        if (known == null) {
            known = new Matches();
            matches = with(matches, condition, known);
        }
        return known;
    }

    Collection<Matches> matches() {
        return matches.values();
    }

    void tell(int condition, Told last) {
        told = with(told, condition, later(told.getOrDefault(condition, last), last));
    }

    /** Whether there was one. */
    boolean forgetTold(int condition, Instant before) {
        var last = told.get(condition);
        if (last == null || !last.moment.isBefore(before)) {
            return false;
        }
        var others = new HashMap<>(told);
        others.remove(condition);
        told = Map.copyOf(others);
        return true;
    }

    void state(String purpose, Stated last) {
        stated = with(stated, purpose, later(stated.getOrDefault(purpose, last), last));
    }

    private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        if (map.isEmpty() || map.size() == 1 && map.containsKey(key)) {
            return Map.of(key, value);
        }
        var more = new HashMap<>(map);
        more.put(key, value);
        return Map.copyOf(more);
    }

    private static <S extends Said> S later(S one, S other) {
        return Said.IN_FORCE.compare(one, other) < 0 ? other : one;
    }

    /** What all identities of a person bring. */
    static final class OfPerson {

        static final OfPerson NOBODY = new OfPerson(List.of());

        private final List<Evidence> identities;
        private final Map<Integer, Matches> together = new HashMap<>(2);

        OfPerson(Collection<Evidence> identities) {
            this.identities = new ArrayList<>(identities);
        }

        Matches matches(int condition) {
            return switch (identities.size()) {
                case 0 -> Matches.NONE;
                case 1 -> identities.getFirst().matches.getOrDefault(condition, Matches.NONE);
                default ->
                    together.computeIfAbsent(
                            condition,
                            number -> Matches.together(present(identity -> identity.matches.get(number))
                                    .toList()));
            };
        }

        /** Null when nobody ever told of the trait. */
        @Nullable Told told(int condition) {
            return present(identity -> identity.told.get(condition))
                    .max(Said.IN_FORCE)
                    .orElse(null);
        }

        /** Null when the person never spoke of the purpose. */
        @Nullable Stated stated(String purpose) {
            return present(identity -> identity.stated.get(purpose))
                    .max(Said.IN_FORCE)
                    .orElse(null);
        }

        private <T> Stream<T> present(Function<Evidence, @Nullable T> part) {
            return identities.stream().map(part).filter(Objects::nonNull).map(Objects::requireNonNull);
        }
    }
}
