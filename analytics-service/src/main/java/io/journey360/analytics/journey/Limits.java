package io.journey360.analytics.journey;

import io.journey360.platform.problem.Problem;

/** How much one page may hold. */
final class Limits {

    private static final int MAX = 1_000;

    private Limits() {}

    static void check(int limit) {
        if (limit < 1 || limit > MAX) {
            throw Problem.invalid("/limit", "must be from 1 to " + MAX);
        }
    }
}
