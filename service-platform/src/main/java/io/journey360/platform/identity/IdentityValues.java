package io.journey360.platform.identity;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which raw values may name somebody: the placeholders that clients send for nobody would make strangers one person. */
public final class IdentityValues {

    public static final int MAX_LENGTH = 512;
    private static final Set<String> BLOCKED = Set.of(
            "null",
            "undefined",
            "none",
            "nil",
            "nan",
            "anonymous",
            "anon",
            "guest",
            "unknown",
            "n/a",
            "na",
            "true",
            "false",
            "id",
            "user",
            "customer",
            "-1",
            "[object object]");

    private IdentityValues() {}

    /** Why the value cannot name anybody, or null when it can. */
    public static @Nullable String problem(String value) {
        var trimmed = value.strip().toLowerCase(Locale.ROOT);
        if (trimmed.isEmpty()) {
            return "must not be blank";
        }
        if (value.length() > MAX_LENGTH) {
            return "must have at most " + MAX_LENGTH + " characters";
        }
        if (!isText(value)) {
            return "must be text without control characters";
        }
        if (BLOCKED.contains(trimmed) || trimmed.chars().allMatch(c -> c == '0' || c == '-' || c == '.')) {
            return "is a placeholder for nobody and would join strangers";
        }
        return null;
    }

    /** An unpaired surrogate has no UTF-8 form: different values would become one key. */
    private static boolean isText(String value) {
        return value.codePoints()
                .noneMatch(c ->
                        Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }
}
