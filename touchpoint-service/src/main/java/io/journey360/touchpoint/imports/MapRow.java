package io.journey360.touchpoint.imports;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row that names its columns itself. */
record MapRow(long number, String text, Map<String, Object> values) implements Row.Readable {

    @Override
    public @Nullable Object value(String column) {
        return values.get(column);
    }

    @Override
    public Set<String> columns() {
        return values.keySet();
    }
}
