package io.journey360.analytics.journey;

import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;

/**
 * Where a timeline goes on: as of one position the order of events never changes, so their number says it all.
 *
 * @param generation of the facts the first page was read from
 * @param position the timeline is as of
 * @param offset events before the page
 */
record TimelineCursor(int generation, long position, int offset) {

    String encoded() {
        return Pages.cursor(String.valueOf(generation), String.valueOf(position), String.valueOf(offset));
    }

    /** @throws Problem 400 for what was never a cursor */
    static TimelineCursor decode(String cursor) {
        var parts = Pages.parts(cursor, 3);
        try {
            return new TimelineCursor(
                    Integer.parseUnsignedInt(parts.get(0)),
                    Long.parseUnsignedLong(parts.get(1)),
                    Math.max(0, Integer.parseInt(parts.get(2))));
        } catch (NumberFormatException e) {
            throw Problem.invalid("/cursor", "is not a cursor of this list");
        }
    }
}
