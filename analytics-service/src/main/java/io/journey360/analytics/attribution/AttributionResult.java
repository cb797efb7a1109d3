package io.journey360.analytics.attribution;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param credits the most credited first */
record AttributionResult(long goals, List<Value> values, List<Credit> credits, Unattributed unattributed) {

    /** @param amount exact until it is rounded, half up, to the decimals that the currency has */
    record Value(String currency, BigDecimal amount) {}

    /**
     * @param key the value that was touched
     * @param other all values but the 50 with the most touches together
     * @param goals that were touched by it, whatever credit it gets
     * @param count goals credited: their shares, exact until rounded to 6 decimals
     * @param values of those goals, shared out alike
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Credit(
            @Nullable Object key,
            boolean other,
            @JsonIgnore int part,
            long goals,
            BigDecimal count,
            List<Value> values) {}

    record Unattributed(long goals, List<Value> values) {}
}
