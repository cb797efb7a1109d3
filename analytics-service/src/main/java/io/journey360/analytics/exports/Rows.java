package io.journey360.analytics.exports;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an export's rows come from. Asked again it gives the same rows in the same order. */
interface Rows {

    List<Column> columns();

    /** @throws InterruptedException when nobody wants them any more */
    void each(Taker taker) throws IOException, InterruptedException;

    /** Takes one row after the other. */
    interface Taker {
        void row(@Nullable Object[] cells) throws IOException, InterruptedException;
    }
}
