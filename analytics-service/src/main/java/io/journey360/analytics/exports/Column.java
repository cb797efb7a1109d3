package io.journey360.analytics.exports;

/** @param type what its cells are: a String, Long, Double or Instant, or null */
record Column(String name, Type type) {

    enum Type {
        TEXT,
        WHOLE,
        NUMBER,
        TIME
    }
}
