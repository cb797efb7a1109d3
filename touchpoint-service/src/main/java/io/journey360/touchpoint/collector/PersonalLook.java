package io.journey360.touchpoint.collector;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells values that look like somebody's e-mail address or phone number, and names under which personal data usually comes.
 * A heuristic: it is the last net, for senders that should not have sent them.
 */
final class PersonalLook {

    private static final Pattern EMAIL = Pattern.compile(
            "[\\p{L}\\p{N}._+-]+(?:@|%40)[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+", Pattern.CASE_INSENSITIVE);

    /** An international number anywhere in a text. */
    private static final Pattern INTERNATIONAL =
            Pattern.compile("(?<![\\w.])(?:\\+|00)\\d(?:[ ().\\-/]{0,2}\\d){6,14}(?![\\w])");

    /** A whole value written as numbers are written to be dialled: grouped, or with a trunk zero. */
    private static final Pattern NATIONAL = Pattern.compile("(?:0|\\()\\d?(?:[ ().\\-/]{0,2}\\d){7,13}");

    private static final Pattern GROUPED = Pattern.compile("\\d{2,4}(?:[ .\\-/]\\d{2,4}){2,5}");
    private static final Pattern DATE =
            Pattern.compile("\\d{4}[-/.]\\d{2}[-/.]\\d{2}.*|\\d{2}[-/.]\\d{2}[-/.]\\d{4}.*");
    private static final int FEWEST_DIGITS = 7;
    private static final int FEWEST_DIGITS_GROUPED = 9;

    private static final Set<String> DENIED_PARTS = Set.of("email", "phone", "password", "creditcard", "cardnumber");

    private PersonalLook() {}

    static boolean isEmail(String value) {
        return (value.indexOf('@') > 0 || value.contains("%40"))
                && EMAIL.matcher(value).find();
    }

    static boolean isPhone(String value) {
        int digits = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            }
        }
        if (digits < FEWEST_DIGITS) {
            return false;
        }
        if (INTERNATIONAL.matcher(value).find()) {
            return true;
        }
        var whole = value.strip();
        if (DATE.matcher(whole).matches()) {
            return false;
        }
        return NATIONAL.matcher(whole).matches()
                || digits >= FEWEST_DIGITS_GROUPED && GROUPED.matcher(whole).matches();
    }

    /** @param denied names in lower case, letters and digits only */
    static boolean isDeniedName(String name, Set<String> denied) {
        var plain = plain(name);
        if (denied.contains(plain)) {
            return true;
        }
        for (var part : DENIED_PARTS) {
            if (plain.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String name) {
        boolean isPlain = true;
        for (int i = 0; i < name.length() && isPlain; i++) {
            char c = name.charAt(i);
            isPlain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
        }
        return isPlain ? name : name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
