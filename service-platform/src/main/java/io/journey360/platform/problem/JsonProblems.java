package io.journey360.platform.problem;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/** Where and why a JSON body could not be read. The text that was read is never repeated: it may hold a raw identity. */
final class JsonProblems {

    private static final JsonMapper NAMES = JsonMapper.shared();

    private JsonProblems() {}

    static @Nullable Problem of(JacksonException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
        }
        return switch (failure) {
            case InvalidDefinitionException e -> null; // our types are at fault, not the body
            case StreamConstraintsException e -> malformed(beyondLimit(e), e);
            case InputCoercionException e -> Problem.invalid(pointer(e), expectation(e.getTargetType()));
            case StreamReadException e -> malformed(brokenness(e), e);
            case UnrecognizedPropertyException e -> Problem.invalid(pointer(e), "is not a known field");
            case MismatchedInputException e ->
                e.getOriginalMessage().startsWith("Trailing token")
                        ? malformed("goes on after its end", e)
                        : Problem.invalid(pointer(e), expectation(e.getTargetType()));
            default -> {
                var read = readFailureBelow(failure);
                yield read != null ? of(read) : Problem.invalid(pointer(failure), refusal(failure));
            }
        };
    }

    private static Problem malformed(String detail, JacksonException failure) {
        var at = failure.getLocation();
        var place = at == null || at.getLineNr() < 1
                ? ""
                : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return Problem.of(400, "malformed-json", "The body " + detail + place).at(pointer(failure), detail);
    }

    private static String beyondLimit(StreamConstraintsException failure) {
        var message = failure.getOriginalMessage();
        if (message.contains("nesting depth")) {
            return "is nested too deep";
        }
        return message.contains("umber") ? "has an absurdly long number" : "has a text or name that is too long";
    }

    private static String brokenness(StreamReadException failure) {
        var message = failure.getOriginalMessage();
        if (message.contains("UTF-8")) {
            return "is not valid UTF-8";
        }
        return message.startsWith("Duplicate") ? "names a field twice" : "is not well-formed JSON";
    }

    /** Binding wraps what the parser or a constructor threw, to add the path. */
    private static @Nullable JacksonException readFailureBelow(Throwable failure) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamReadException read) {
                return read;
            }
        }
        return null;
    }

    /** What a constructor of ours says of a value is meant for people; what the JDK or a library says is not. */
    private static String refusal(JacksonException failure) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            var frames = cause.getStackTrace();
            var message = cause.getMessage();
            if (cause instanceof IllegalArgumentException
                    && message != null
                    && frames.length > 0
                    && frames[0].getClassName().startsWith("io.journey360.")) {
                return message;
            }
        }
        return "is not valid";
    }

    private static String expectation(@Nullable Class<?> type) {
        if (type == null) {
            return "has not the expected form";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> NAMES.valueToTree(constant).asString())
                    .collect(Collectors.joining(", ", "must be one of: ", ""));
        }
        if (type == Instant.class) {
            return "must be an ISO-8601 instant with offset, such as 2026-05-01T10:00:00Z";
        }
        if (type == Duration.class) {
            return "must be an ISO-8601 duration, such as P30D or PT1H30M";
        }
        if (type == LocalDate.class) {
            return "must be an ISO-8601 date, such as 2026-05-01";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "must be an ISO-8601 date or time";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "must be true or false";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "must be a whole number within " + (type == int.class || type == Integer.class ? "32" : "64")
                    + " bits";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "must be a number";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "must be a string";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "must be an array";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "must be an object" : "has not the expected form";
    }

    private static String pointer(JacksonException failure) {
        var pointer = new StringBuilder();
        for (var step : failure.getPath()) {
            var name = step.getPropertyName();
            pointer.append('/').append(name == null ? String.valueOf(step.getIndex()) : Problems.escaped(name));
        }
        return pointer.toString();
    }
}
