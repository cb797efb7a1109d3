package io.journey360.platform.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What people are found by who told us an e-mail address or a phone number: a keyed hash of it in its one form. */
public final class ContactPseudonyms {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern PUNCTUATION = Pattern.compile("[\\s().\\-/\\u00a0\\u2010\\u2011]");
    private static final Pattern TRUNK_ZERO = Pattern.compile("^(\\s*(?:\\+|00)[^(]*)\\(0\\)");
    private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}|[0-9]{5,15}");
    private static final int MAX_LENGTH = 320;

    private ContactPseudonyms() {}

    /** Case and surrounding space do not matter; empty for what is no address. */
    public static Optional<String> email(Pseudonyms pseudonyms, String address) {
        var form = address.strip().toLowerCase(Locale.ROOT);
        return form.length() <= MAX_LENGTH && EMAIL.matcher(form).matches()
                ? Optional.of(pseudonyms.hmac("email", form))
                : Optional.empty();
    }

    /**
     * Of its E.164 form: punctuation and a {@code (0)} after the country code do not matter, {@code 00} is {@code +}. A number
     * without country code is found by itself only, however it is punctuated; empty for what is no number.
     */
    public static Optional<String> phone(Pseudonyms pseudonyms, String number) {
        if (number.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var digits = PUNCTUATION
                .matcher(TRUNK_ZERO.matcher(number).replaceFirst("$1"))
                .replaceAll("");
        var form = digits.startsWith("00") ? "+" + digits.substring(2) : digits;
        return PHONE.matcher(form).matches() ? Optional.of(pseudonyms.hmac("phone", form)) : Optional.empty();
    }
}
