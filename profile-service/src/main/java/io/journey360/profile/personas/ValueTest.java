package io.journey360.profile.personas;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one value must be. Values are strings, booleans and, {@linkplain #comparable(Number) comparable}, numbers; any other object is merely there. */
sealed interface ValueTest {

    /** @param value null when there is none */
    boolean test(@Nullable Object value);

    /** One of these values. */
    record AnyOf(Set<Object> values) implements ValueTest {
        @Override
        public boolean test(@Nullable Object value) {
            return value != null && values.contains(value);
        }
    }

    /** None of these values, or absent. */
    record NoneOf(Set<Object> values) implements ValueTest {
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
    record Between(@Nullable Object from, @Nullable Object to) implements ValueTest {
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
    record Exists(boolean exists) implements ValueTest {
        @Override
        public boolean test(@Nullable Object value) {
            return (value != null) == exists;
        }
    }

    /** Equal numbers are equal whatever type they came as. */
    static BigDecimal comparable(Number number) {
        var decimal = number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
        return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
    }
}
