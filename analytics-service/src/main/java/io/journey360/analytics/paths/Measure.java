package io.journey360.analytics.paths;

/** What is asked about paths besides how often each node was visited and each edge gone along. */
public enum Measure {
    /** How many persons visited each node and went along each edge. */
    PEOPLE,
    /** How long each edge took. */
    TIMES,
    /** The distinct paths. */
    VARIANTS
}
