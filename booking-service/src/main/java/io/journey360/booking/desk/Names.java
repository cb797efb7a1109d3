package io.journey360.booking.desk;

import io.journey360.platform.problem.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of services, places, channels and outcomes. They go into the log in the clear and for good, so what looks like a
 * person's address or number is refused.
 */
final class Names {

    private static final int MAX_LENGTH = 100;
    private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._:/&'()+-]*");
    private static final Pattern TELEPHONE = Pattern.compile("\\+?[0-9 ()./-]{9,}");

    private Names() {}

    static String required(String pointer, @Nullable String value) {
        if (value == null) {
            throw Problem.invalid(pointer, "is required");
        }
        return checked(pointer, value);
    }

    static @Nullable String optional(String pointer, @Nullable String value) {
        return value == null ? null : checked(pointer, value);
    }

    private static String checked(String pointer, String value) {
        if (value.isBlank()) {
            throw Problem.invalid(pointer, "must not be blank");
        }
        if (value.length() > MAX_LENGTH) {
            throw Problem.invalid(pointer, "must have at most %d characters".formatted(MAX_LENGTH));
        }
        if (!FORM.matcher(value).matches()) {
            throw Problem.invalid(pointer, "must be a name: letters, digits, spaces and . _ : / & ' ( ) + -");
        }
        if (TELEPHONE.matcher(value).matches()) {
            throw Problem.invalid(pointer, "looks like a telephone number, and personal data is not taken here");
        }
        return value;
    }
}
