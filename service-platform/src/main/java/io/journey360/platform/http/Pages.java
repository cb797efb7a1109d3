package io.journey360.platform.http;

import io.journey360.platform.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Limits and cursors of lists. A cursor is where the page ended, in a form nobody is tempted to write by hand. */
public final class Pages {

    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1_000;

    private Pages() {}

    /**
     * The page size asked for, 100 when none is.
     *
     * @throws Problem 400 when it is not within 1 to 1,000
     */
    public static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        if (asked < 1 || asked > MAX_LIMIT) {
            throw Problem.invalid("/limit", "must be within 1 and " + MAX_LIMIT);
        }
        return asked;
    }

    /** A cursor that holds these parts. */
    public static String cursor(String... parts) {
        var bytes = new ByteArrayOutputStream();
        for (var part : parts) {
            var text = part.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(text.length).array());
            bytes.writeBytes(text);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /**
     * The parts of a cursor.
     *
     * @param expected how many parts a cursor of this list has
     * @throws Problem 400 when it is no cursor of ours
     */
    public static List<String> parts(String cursor, int expected) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            var parts = new ArrayList<String>();
            while (bytes.hasRemaining()) {
                int length = bytes.getInt();
                if (length < 0 || length > bytes.remaining()) {
                    throw malformed();
                }
                var text = new byte[length];
                bytes.get(text);
                parts.add(new String(text, StandardCharsets.UTF_8));
            }
            if (parts.size() != expected) {
                throw malformed();
            }
            return parts;
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
            throw malformed();
        }
    }

    private static Problem malformed() {
        return Problem.invalid("/cursor", "is not a cursor of this list");
    }

    /**
     * Cuts a page from what was found by asking for one more than the limit.
     *
     * @param cursor of an item: where the page after it begins
     */
    public static <T> Page<T> page(List<T> found, int limit, Function<? super T, String> cursor) {
        if (found.size() <= limit) {
            return new Page<>(List.copyOf(found), null);
        }
        var items = List.copyOf(found.subList(0, limit));
        return new Page<>(items, cursor.apply(items.getLast()));
    }
}
