package io.journey360.analytics.journey;

import io.journey360.platform.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Where a timeline goes on: as of one position the order of events never changes, so their number says it all.
 *
 * @param generation of the facts the first page was read from
 * @param position the timeline is as of
 * @param offset events before the page
 */
record TimelineCursor(int generation, long position, int offset) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\.([0-9]{1,18})\\.([0-9]{1,9})");

    String encoded() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        "%d.%d.%d".formatted(generation, position, offset).getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws Problem 400 for what was never a cursor */
    static TimelineCursor decode(String cursor) {
        try {
            var form = FORM.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
            if (form.matches()) {
                return new TimelineCursor(
                        Integer.parseInt(form.group(1)),
                        Long.parseLong(form.group(2)),
                        Integer.parseInt(form.group(3)));
            }
        } catch (IllegalArgumentException e) {
            // no base64: told below
        }
        throw Problem.invalid("/cursor", "is not a cursor of this list");
    }
}
