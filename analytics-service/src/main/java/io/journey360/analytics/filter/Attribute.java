package io.journey360.analytics.filter;

/**
 * An indexed attribute.
 *
 * @param name as events carry it
 */
public record Attribute(String name) implements Property {

    /** What stands before an attribute's name where a dimension could stand too. */
    public static final String PREFIX = "attributes.";

    @Override
    public String wireName() {
        return PREFIX + name;
    }
}
