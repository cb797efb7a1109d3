package io.journey360.touchpoint.collector;

import org.jspecify.annotations.Nullable;

/** What a customer wrote, on its way from the request to the seal. */
public record PersonalText(String text) {

    private static final int LONGEST = 10_000;

    /** What is wrong with it, if anything: never the text itself. */
    public static @Nullable String problem(String text) {
        if (text.isBlank()) {
            return "must not be blank";
        }
        if (text.length() > LONGEST) {
            return "must have at most " + LONGEST + " characters";
        }
        return characterProblem(text, true);
    }

    /** Unpaired surrogates have no UTF-8 form: two different texts would be stored, and hashed, as one. */
    static @Nullable String characterProblem(String text, boolean severalLines) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 && !(severalLines && (c == '\n' || c == '\r' || c == '\t')) || c == 0x7f) {
                return "must not contain control characters";
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return "is not valid Unicode";
                }
                i++;
            }
        }
        return null;
    }

    /** Shows nothing: personal text belongs in no log line. */
    @Override
    public String toString() {
        return "PersonalText";
    }
}
