package io.journey360.touchpoint.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A text with names in braces. */
final class Template {

    private sealed interface Part {

        record Literal(String text) implements Part {}

        record Name(String name) implements Part {}
    }

    private static final int LONGEST = 1_000;

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /** @throws IllegalArgumentException when it is too long or a brace has no partner */
    static Template parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("must have at most " + LONGEST + " characters");
        }
        var parts = new ArrayList<Part>();
        var literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isDoubled = i + 1 < text.length() && text.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && isDoubled) {
                literal.append(c);
                i++;
            } else if (c == '{') {
                int end = text.indexOf('}', i);
                if (end <= i + 1) {
                    throw new IllegalArgumentException("has a brace without partner or name");
                }
                if (!literal.isEmpty()) {
                    parts.add(new Part.Literal(literal.toString()));
                    literal.setLength(0);
                }
                parts.add(new Part.Name(text.substring(i + 1, end)));
                i = end;
            } else if (c == '}') {
                throw new IllegalArgumentException("has a brace without partner or name");
            } else {
                literal.append(c);
            }
        }
        if (!literal.isEmpty()) {
            parts.add(new Part.Literal(literal.toString()));
        }
        return new Template(List.copyOf(parts));
    }

    Set<String> names() {
        return parts.stream()
                .filter(Part.Name.class::isInstance)
                .map(part -> ((Part.Name) part).name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The name when the text is nothing but one. */
    @Nullable String onlyName() {
        return parts.size() == 1 && parts.getFirst() instanceof Part.Name name ? name.name() : null;
    }

    /** Null when some name is absent. */
    @Nullable String render(NamedValues values) {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Literal literal) {
            return literal.text();
        }
        var text = new StringBuilder();
        for (var part : parts) {
            switch (part) {
                case Part.Literal literal -> text.append(literal.text());
                case Part.Name name -> {
                    var value = values.value(name.name());
                    if (value == null) {
                        return null;
                    }
                    text.append(value);
                }
            }
        }
        return text.toString();
    }
}
