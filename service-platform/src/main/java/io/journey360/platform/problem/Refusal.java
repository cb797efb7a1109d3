package io.journey360.platform.problem;

import java.util.Locale;

/**
 * Why a command was refused: implemented by the reason enum a context carries as details of its
 * {@code CommandExecutionException}.
 */
public interface Refusal {

    /** HTTP status of the problem: 409 unless the reason says otherwise. */
    default int status() {
        return 409;
    }

    String name();

    /** Kebab-case of the name. */
    default String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
