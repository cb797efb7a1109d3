package io.journey360.touchpoint.imports;

import io.journey360.platform.problem.Problem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One row of a file. */
sealed interface Row {

    /** From 1; the first after a header. */
    long number();

    /** As it stood in the file, as well as can be told. */
    String text();

    /** A row whose columns could be read. */
    non-sealed interface Readable extends Row {

        /** A String, or of typed files also a Long, Double or Boolean; null where the row has no such column. */
        @Nullable Object value(String column);

        Set<String> columns();
    }

    /** A row that could not be read, while the next one can. */
    record Unreadable(long number, String text, Problem problem) implements Row {}
}
