package io.journey360.analytics.filter;

/** What an event can be grouped by: a dimension or an indexed attribute. */
public sealed interface Property permits Dimension, Attribute {

    /** As requests name it: {@code channel}, {@code attributes.campaign}. */
    String wireName();
}
