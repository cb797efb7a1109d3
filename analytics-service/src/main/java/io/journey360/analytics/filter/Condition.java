package io.journey360.analytics.filter;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one property of an event must be. Values are strings, booleans and, as {@link BigDecimal} without trailing zeros, numbers. */
public sealed interface Condition {

    /** @param value null when the event does not have the property */
    boolean test(@Nullable Object value);

    /** One of these values. */
    record AnyOf(Set<Object> values) implements Condition {
        @Override
        public boolean test(@Nullable Object value) {
            return value != null && values.contains(value);
        }
    }

    /** None of these values, or absent. */
    record NoneOf(Set<Object> values) implements Condition {
        @Override
        public boolean test(@Nullable Object value) {
            return value == null || !values.contains(value);
        }
    }

    /**
     * Numbers in a half-open range, or strings in one of their lexical order.
     *
     * @param from inclusive
     * @param to exclusive
     */
    record Between(@Nullable Object from, @Nullable Object to) implements Condition {
        @Override
        public boolean test(@Nullable Object value) {
            return value != null
                    && (from == null || comparable(value, from) && compare(value, from) >= 0)
                    && (to == null || comparable(value, to) && compare(value, to) < 0);
        }

        private static boolean comparable(Object a, Object b) {
            return a instanceof String ? b instanceof String : a instanceof BigDecimal && b instanceof BigDecimal;
        }

        private static int compare(Object a, Object b) {
            return a instanceof BigDecimal number
                    ? number.compareTo((BigDecimal) b)
                    : ((String) a).compareTo((String) b);
        }
    }

    /** Present, or absent. */
    record Exists(boolean exists) implements Condition {
        @Override
        public boolean test(@Nullable Object value) {
            return (value != null) == exists;
        }
    }

    /** A property's value as conditions compare it: equal numbers are equal whatever type they came as. */
    static @Nullable Object comparable(@Nullable Object value) {
        if (value instanceof Number number) {
            var decimal = number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
            return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
        }
        return value;
    }
}
