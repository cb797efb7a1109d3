package io.journey360.analytics.exports;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that rows are written to one after the other; only complete once closed. */
interface Table extends Closeable {

    /** @param cells one per column, of the column's type */
    void write(@Nullable Object[] cells) throws IOException;
}
