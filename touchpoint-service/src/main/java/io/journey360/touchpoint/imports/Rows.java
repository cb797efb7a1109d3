package io.journey360.touchpoint.imports;

import io.journey360.platform.problem.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of a file, one after the other. */
interface Rows extends Closeable {

    /**
     * Null after the last.
     *
     * @throws Problem 400 when the file cannot be read any further
     */
    @Nullable Row next() throws IOException;

    /** Columns every row has; null when each row has its own. */
    @Nullable Set<String> header();
}
