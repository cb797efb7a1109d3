package io.journey360.platform.problem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that cannot be served, told as a problem document (RFC 9457) of type {@code urn:journey360:problem:<code>}. */
public final class Problem extends RuntimeException {

    /**
     * What is wrong with one field.
     *
     * @param pointer a JSON pointer (RFC 6901) into the request's body; for a query parameter or header, a slash and its name
     */
    public record FieldError(String pointer, String detail) {}

    private final int status;
    private final String code;
    private final List<FieldError> errors = new ArrayList<>();
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable Duration retryAfter;

    private Problem(int status, String code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
    }

    /**
     * A problem of a kind.
     *
     * @param code kebab-case and stable: clients branch on it
     * @param detail for a person to read; never a raw identity value
     */
    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail);
    }

    public static Problem notFound(String detail) {
        return of(404, "unknown", detail);
    }

    public static Problem invalid(String pointer, String detail) {
        return of(400, "invalid-request", "The request is not valid").at(pointer, detail);
    }

    public Problem at(String pointer, String detail) {
        errors.add(new FieldError(pointer, detail));
        return this;
    }

    public Problem with(String property, Object value) {
        properties.put(property, value);
        return this;
    }

    /** A header of the answer that carries the problem. */
    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Problem retryAfter(Duration delay) {
        retryAfter = delay;
        return this;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    public Map<String, Object> properties() {
        return Map.copyOf(properties);
    }

    public Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The problem document's members in the order to write them, without {@code instance}. */
    public Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("type", "urn:journey360:problem:" + code);
        document.put("title", title());
        document.put("status", status);
        var detail = getMessage();
        if (detail != null) {
            document.put("detail", detail);
        }
        if (!errors.isEmpty()) {
            document.put("errors", List.copyOf(errors));
        }
        properties.forEach(document::putIfAbsent);
        return document;
    }

    private String title() {
        return Character.toUpperCase(code.charAt(0)) + code.substring(1).replace('-', ' ');
    }
}
