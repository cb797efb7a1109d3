package io.journey360.platform.identity;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which raw values may name somebody: the placeholders that clients send for nobody would make strangers one person. */
public final class IdentityValues {

    public static final int MAX_LENGTH = 512;
    private static final String QUOTES = "\"'`\u2018\u2019\u201c\u201d";

    /** In lower case, without quotes and outer brackets. */
    private static final Set<String> BLOCKED = Set.of(
            "null",
            "undefined",
            "none",
            "nil",
            "nan",
            "void",
            "empty",
            "blank",
            "missing",
            "anonymous",
            "anon",
            "anonymous_user",
            "guest",
            "visitor",
            "nobody",
            "unknown",
            "unknown_user",
            "unidentified",
            "unassigned",
            "not set",
            "notset",
            "not_set",
            "not available",
            "not_available",
            "n/a",
            "na",
            "no id",
            "noid",
            "true",
            "false",
            "id",
            "user",
            "userid",
            "user_id",
            "customer",
            "customerid",
            "customer_id",
            "anonymousid",
            "anonymous_id",
            "default",
            "deleted",
            "-1",
            "?",
            "object object",
            // one value that millions of Android 2.2 devices share, and what newer ones give for their MAC address
            "9774d56d682e549c",
            "02:00:00:00:00:00");

    /** A template that nobody filled in: {@code {{user.id}}}, {@code ${userId}}, {@code %%USER_ID%%}, {@code <%= id %>}. */
    private static final Pattern TEMPLATE =
            Pattern.compile("\\{\\{.*}}|[$#]\\{.*}|%%.+%%|%[a-z_]+%|<%.*%>|<[a-z_ ]+>", Pattern.DOTALL);

    /** Nothing but zeros however they are grouped, UUIDs and hexadecimal notation among them; or nothing but dashes, dots or brackets. */
    private static final Pattern ZEROS = Pattern.compile("(?:0x)?[0\\-.:_+{}\\[\\]()]*");

    /** The largest UUID stands for none as often as the smallest. */
    private static final Pattern ALL_F = Pattern.compile("f{8}-?f{4}-?f{4}-?f{4}-?f{12}");

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
        if (isPlaceholder(trimmed)) {
            return "is a placeholder for nobody and would join strangers";
        }
        return null;
    }

    private static boolean isPlaceholder(String lower) {
        var bare = bare(lower);
        return BLOCKED.contains(bare)
                || ZEROS.matcher(bare).matches()
                || ALL_F.matcher(bare).matches()
                || TEMPLATE.matcher(lower).matches();
    }

    /** Without the quotes and brackets that a careless sender leaves around: {@code "null"}, {@code (not set)}. */
    private static String bare(String lower) {
        int from = 0;
        int to = lower.length();
        while (from < to && isWrapping(lower.charAt(from))) {
            from++;
        }
        while (from < to && isWrapping(lower.charAt(to - 1))) {
            to--;
        }
        return from == 0 && to == lower.length()
                ? lower
                : lower.substring(from, to).strip();
    }

    private static boolean isWrapping(char c) {
        return QUOTES.indexOf(c) >= 0 || c == '(' || c == ')' || c == '[' || c == ']' || c == '{' || c == '}';
    }

    /** An unpaired surrogate has no UTF-8 form: different values would become one key. */
    private static boolean isText(String value) {
        return value.codePoints()
                .noneMatch(c ->
                        Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }
}
