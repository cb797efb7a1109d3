package io.journey360.platform.sealing;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * What is destroyed at once of an identity.
 *
 * @param kind a wire name; empty for what only an erasure destroys
 * @param day in UTC
 */
record Compartment(String kind, LocalDate day) implements Comparable<Compartment> {

    static final Compartment NONE = new Compartment("", LocalDate.EPOCH);

    private static final Pattern FORM = Pattern.compile("([a-z]+(?:-[a-z]+)*)-(-?[0-9]{4,9}-[0-9]{2}-[0-9]{2})");
    private static final Comparator<Compartment> BY_KIND_AND_DAY =
            Comparator.comparing(Compartment::kind).thenComparing(Compartment::day);

    /** @throws IllegalArgumentException if it is none */
    static Compartment parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not a compartment");
        }
        return new Compartment(parts.group(1), LocalDate.parse(parts.group(2)));
    }

    /** {@code reviewed-2026-05-01}; the empty text for {@link #NONE}. */
    @Override
    public String toString() {
        return kind.isEmpty() ? "" : kind + "-" + day;
    }

    @Override
    public int compareTo(Compartment other) {
        return BY_KIND_AND_DAY.compare(this, other);
    }
}
