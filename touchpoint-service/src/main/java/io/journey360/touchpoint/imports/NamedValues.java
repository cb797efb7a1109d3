package io.journey360.touchpoint.imports;

import org.jspecify.annotations.Nullable;

/** What the names in templates stand for. */
interface NamedValues {

    /** Null when absent. */
    @Nullable Object value(String name);
}
