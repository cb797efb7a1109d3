package io.journey360.touchpoint.collector;

import io.journey360.platform.problem.Problem.FieldError;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as somebody told it, before it is checked: values by field, and what was wrong with the telling itself. Not
 * thread-safe.
 */
public final class EventDraft {

    private static final int MOST_ERRORS = 20;
    private static final int LONGEST_NAME_SHOWN = 100;

    private final @Nullable Object[] values = new Object[Field.values().length];
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final List<FieldError> errors = new ArrayList<>(0);
    private Duration clockAhead = Duration.ZERO;
    private boolean leavesOutBadAttributes;

    /** By how much the teller's clock is ahead of ours: the event happened that much earlier than it was told to have. */
    public void clockAhead(Duration difference) {
        clockAhead = difference;
    }

    Duration clockAhead() {
        return clockAhead;
    }

    /** For tellers that know no limits of attributes: one that cannot be kept is left out, and named as removed, not refused. */
    public void leaveOutBadAttributes() {
        leavesOutBadAttributes = true;
    }

    boolean leavesOutBadAttributes() {
        return leavesOutBadAttributes;
    }

    public void text(Field field, String value) {
        put(field, value);
    }

    public void number(Field field, BigDecimal value) {
        put(field, value);
    }

    public void instant(Field field, Instant value) {
        put(field, value);
    }

    /** @param value a String, Boolean, Long or Double */
    public void attribute(String name, Object value) {
        if (attributes.putIfAbsent(name, value) != null) {
            error(attributePointer(name), "is given twice");
        }
    }

    public boolean hasAttribute(String name) {
        return attributes.containsKey(name);
    }

    public void error(String pointer, String detail) {
        if (errors.size() < MOST_ERRORS) {
            errors.add(new FieldError(pointer, detail));
        }
    }

    /** True also for a value that will turn out wrong. */
    public boolean isSet(Field field) {
        return has(field) || hasErrorAt(field.pointer());
    }

    private void put(Field field, Object value) {
        if (values[field.ordinal()] != null) {
            error(field.pointer(), "is given twice");
        }
        values[field.ordinal()] = value;
    }

    @Nullable Object value(Field field) {
        return values[field.ordinal()];
    }

    boolean has(Field field) {
        return values[field.ordinal()] != null;
    }

    /** True when a field, or the telling of it, has an error: it is not complained of twice. */
    boolean hasErrorAt(String pointer) {
        for (var error : errors) {
            if (error.pointer().equals(pointer)) {
                return true;
            }
        }
        return false;
    }

    Map<String, Object> attributes() {
        return attributes;
    }

    List<FieldError> errors() {
        return errors;
    }

    public static String attributePointer(String name) {
        return "/data/attributes/" + escaped(name);
    }

    /** A member's name as a JSON pointer's token (RFC 6901), cut to a length worth showing. */
    public static String escaped(String name) {
        var shown = name.length() <= LONGEST_NAME_SHOWN ? name : name.substring(0, LONGEST_NAME_SHOWN);
        if (shown.indexOf('~') >= 0 || shown.indexOf('/') >= 0) {
            return shown.replace("~", "~0").replace("/", "~1");
        }
        return shown;
    }
}
