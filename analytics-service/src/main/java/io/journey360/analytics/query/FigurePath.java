package io.journey360.analytics.query;

import java.util.Arrays;
import java.util.List;

/**
 * A JSON pointer (RFC 6901) into an answer.
 *
 * @param parts unescaped
 */
public record FigurePath(List<String> parts) {

    public FigurePath {
        parts = List.copyOf(parts);
    }

    public static FigurePath of(String... parts) {
        return new FigurePath(List.of(parts));
    }

    /** @param pointer empty, or beginning with a slash */
    public static FigurePath parse(String pointer) {
        return pointer.isEmpty()
                ? of()
                : new FigurePath(Arrays.stream(pointer.substring(1).split("/", -1))
                        .map(part -> part.replace("~1", "/").replace("~0", "~"))
                        .toList());
    }

    public int size() {
        return parts.size();
    }

    /** Empty beyond the end. */
    public String part(int i) {
        return i < parts.size() ? parts.get(i) : "";
    }

    /** Whether the part is this name. */
    public boolean is(int i, String name) {
        return part(i).equals(name);
    }

    /** The part as an index; -1 when it is none. */
    public int index(int i) {
        var part = part(i);
        return !part.isEmpty() && part.length() < 10 && part.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(part)
                : -1;
    }

    /** Without the first parts. */
    public FigurePath from(int first) {
        return new FigurePath(parts.subList(Math.min(first, parts.size()), parts.size()));
    }

    @Override
    public String toString() {
        var pointer = new StringBuilder();
        parts.forEach(part -> pointer.append('/').append(part.replace("~", "~0").replace("/", "~1")));
        return pointer.toString();
    }
}
