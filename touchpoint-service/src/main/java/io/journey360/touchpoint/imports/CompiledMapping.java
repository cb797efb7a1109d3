package io.journey360.touchpoint.imports;

import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.collector.EventDraft;
import io.journey360.touchpoint.collector.Field;
import io.journey360.touchpoint.imports.ImportMapping.EventRule;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A mapping ready to be applied to rows. */
final class CompiledMapping {

    private static final String ROW = "row";
    private static final String FILE = "file";
    private static final String KEY_SEPARATOR = "|";

    private record FieldRule(Field field, Template text) {}

    private sealed interface AttributeValue {

        record Constant(Object value) implements AttributeValue {}

        /** A column's own value when it is nothing else: numbers of typed files stay numbers. */
        record Text(Template text) implements AttributeValue {}

        record Number(Template text) implements AttributeValue {}
    }

    private record CompiledEvent(
            Map<String, Condition> when,
            String type,
            String idSuffix,
            @Nullable Template time,
            List<FieldRule> fields,
            Map<String, AttributeValue> attributes,
            boolean takesOthers,
            Set<String> notTaken) {}

    private final ImportMapping mapping;
    private final Times times;
    private final List<CompiledEvent> events = new ArrayList<>();
    private final Set<String> absent;
    private final Set<String> required = new TreeSet<>();

    private CompiledMapping(ImportMapping mapping) {
        this.mapping = mapping;
        this.absent = Set.copyOf(mapping.absentTexts());
        this.times = new Times(mapping.timeRules(), zone(mapping.zone()));
    }

    /** @throws Problem 400 with pointers into the mapping when it cannot be used */
    static CompiledMapping of(ImportMapping mapping) {
        if (mapping.source().isBlank()) {
            throw Problem.invalid("/source", "must not be blank");
        }
        if (mapping.events().isEmpty()) {
            throw Problem.invalid("/events", "must have at least one event");
        }
        var compiled = new CompiledMapping(mapping);
        var suffixes = new HashSet<String>();
        for (int i = 0; i < mapping.events().size(); i++) {
            var event = compiled.event("/events/" + i, mapping.events().get(i));
            if (!suffixes.add(event.idSuffix())) {
                throw Problem.invalid("/events/" + i + "/id", "must tell the event from the row's others");
            }
            compiled.events.add(event);
        }
        mapping.timeRules().values().forEach(rule -> Times.templates(rule).forEach(compiled::require));
        compiled.required.addAll(mapping.keyColumns());
        return compiled;
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw Problem.invalid("/zone", "must be an IANA time zone");
        }
    }

    private CompiledEvent event(String pointer, EventRule rule) {
        var when = new LinkedHashMap<String, Condition>();
        if (rule.when() != null) {
            rule.when().forEach((column, json) -> {
                try {
                    when.put(column, Condition.parse(json));
                } catch (IllegalArgumentException e) {
                    throw Problem.invalid(pointer + "/when/" + column, String.valueOf(e.getMessage()));
                }
                required.add(column);
            });
        }
        var fields = new ArrayList<FieldRule>();
        var attributes = new LinkedHashMap<String, AttributeValue>();
        rule.data().forEach((name, json) -> {
            if (name.equals("attributes")) {
                if (!json.isObject()) {
                    throw Problem.invalid(pointer + "/data/attributes", "must be an object");
                }
                json.forEachEntry((attribute, value) ->
                        attributes.put(attribute, attribute(pointer + "/data/attributes/" + attribute, value)));
            } else {
                fields(pointer, "/data/" + name, json, fields);
            }
        });
        if (rule.time() == null) {
            throw Problem.invalid(pointer + "/time", "is required");
        }
        var time = template(pointer + "/time", rule.time());
        var notTaken = new HashSet<>(time.names());
        notTaken.addAll(when.keySet());
        fields.forEach(field -> notTaken.addAll(field.text().names()));
        attributes.values().forEach(value -> {
            if (value instanceof AttributeValue.Text text) {
                notTaken.addAll(text.text().names());
            }
        });
        if (rule.leaveOut() != null) {
            notTaken.addAll(rule.leaveOut());
        }
        if (!rule.type().startsWith("journey.")) {
            throw Problem.invalid(pointer + "/type", "must be a type of event, journey.booked for instance");
        }
        var suffix = rule.id() != null ? rule.id() : rule.type().substring("journey.".length());
        return new CompiledEvent(
                when, rule.type(), suffix, time, fields, attributes, rule.takesOtherAttributes(), notTaken);
    }

    private void fields(String pointer, String path, JsonNode json, List<FieldRule> fields) {
        if (json.isObject() && !json.has("number")) {
            json.forEachEntry((name, value) -> fields(pointer, path + "/" + name, value, fields));
            return;
        }
        var field = Field.at(path).orElseThrow(() -> Problem.invalid(pointer + path, "is not a known field"));
        var text = json.isObject() ? json.get("number") : json;
        if (!text.isString() && !text.isNumber()) {
            throw Problem.invalid(pointer + path, "must be a text or a number");
        }
        fields.add(new FieldRule(field, template(pointer + path, text.asString())));
    }

    private AttributeValue attribute(String pointer, JsonNode json) {
        if (json.isObject() && json.size() == 1 && json.has("number")) {
            return new AttributeValue.Number(
                    template(pointer, json.get("number").asString()));
        }
        if (json.isString()) {
            return new AttributeValue.Text(template(pointer, json.asString()));
        }
        if (json.isBoolean()) {
            return new AttributeValue.Constant(json.asBoolean());
        }
        if (json.isIntegralNumber() && json.canConvertToLong()) {
            return new AttributeValue.Constant(json.asLong());
        }
        if (json.isNumber()) {
            return new AttributeValue.Constant(json.asDouble());
        }
        throw Problem.invalid(pointer, "must be a string, a number or a boolean");
    }

    private Template template(String pointer, String text) {
        try {
            var template = Template.parse(text);
            require(template);
            return template;
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(pointer, String.valueOf(e.getMessage()));
        }
    }

    private void require(Template template) {
        for (var name : template.names()) {
            if (!name.equals(ROW) && !name.equals(FILE) && !times.has(name)) {
                required.add(name);
            }
        }
    }

    ImportMapping mapping() {
        return mapping;
    }

    /** Columns without which the mapping makes nothing of a file that has a header. */
    Set<String> requiredColumns() {
        return required;
    }

    /** The events of a row, unchecked, in the mapping's order. */
    List<EventDraft> events(Row.Readable row, String file) {
        var values = new RowValues(row, file);
        var drafts = new ArrayList<EventDraft>(events.size());
        for (var event : events) {
            boolean holds = true;
            for (var condition : event.when().entrySet()) {
                holds = holds && condition.getValue().holds(values.value(condition.getKey()));
            }
            if (holds) {
                drafts.add(draft(event, values));
            }
        }
        return drafts;
    }

    private EventDraft draft(CompiledEvent event, RowValues values) {
        var draft = new EventDraft();
        draft.text(Field.SPECVERSION, "1.0");
        draft.text(Field.SOURCE, mapping.source());
        draft.text(Field.TYPE, event.type());
        var id = values.id();
        if (id == null) {
            draft.error(Field.ID.pointer(), "cannot be made: a key column is absent");
        } else {
            draft.text(Field.ID, id + "/" + event.idSuffix());
        }
        if (event.time() != null) {
            set(draft, Field.TIME, event.time(), values);
        }
        if (!draft.isSet(Field.TIME)) {
            draft.error(Field.TIME.pointer(), "is absent in this row");
        }
        for (var rule : event.fields()) {
            set(draft, rule.field(), rule.text(), values);
        }
        event.attributes().forEach((name, value) -> attribute(draft, name, value, values));
        if (event.takesOthers()) {
            for (var column : values.row.columns()) {
                var value = event.notTaken().contains(column) ? null : values.value(column);
                if (value != null && !event.attributes().containsKey(column)) {
                    draft.attribute(column, value);
                }
            }
        }
        return draft;
    }

    private void set(EventDraft draft, Field field, Template template, RowValues values) {
        var only = template.onlyName();
        if (only != null && times.has(only)) {
            try {
                var time = values.time(only);
                if (time != null && field.isInstant()) {
                    draft.instant(field, time);
                } else if (time != null) {
                    draft.text(field, time.toString());
                }
            } catch (Times.Unreadable e) {
                draft.error(field.pointer(), only + " " + e.getMessage());
            }
            return;
        }
        var text = values.render(template);
        if (text == null) {
            return;
        }
        if (field.isNumber()) {
            try {
                draft.number(field, new BigDecimal(text.strip()));
            } catch (NumberFormatException e) {
                draft.error(field.pointer(), "must be a number");
            }
        } else {
            draft.text(field, text);
        }
    }

    private static void attribute(EventDraft draft, String name, AttributeValue rule, RowValues values) {
        switch (rule) {
            case AttributeValue.Constant constant -> draft.attribute(name, constant.value());
            case AttributeValue.Text text -> {
                var only = text.text().onlyName();
                var value = only != null ? values.value(only) : values.render(text.text());
                if (value != null) {
                    draft.attribute(name, value instanceof Instant time ? time.toString() : value);
                }
            }
            case AttributeValue.Number number -> {
                var text = values.render(number.text());
                if (text == null) {
                    return;
                }
                try {
                    var decimal = new BigDecimal(text.strip());
                    draft.attribute(
                            name,
                            decimal.scale() <= 0 && decimal.precision() - decimal.scale() < 19
                                    ? (Object) decimal.longValueExact()
                                    : (Object) decimal.doubleValue());
                } catch (NumberFormatException e) {
                    draft.error("/data/attributes/" + name, "must be a number");
                }
            }
        }
    }

    /** What names stand for in one row; each time is computed once. */
    private final class RowValues implements NamedValues {

        private final Row.Readable row;
        private final String file;
        private final Map<String, @Nullable Instant> computed = new HashMap<>();

        RowValues(Row.Readable row, String file) {
            this.row = row;
            this.file = file;
        }

        @Override
        public @Nullable Object value(String name) {
            if (times.has(name)) {
                try {
                    return time(name);
                } catch (Times.Unreadable e) {
                    return null;
                }
            }
            return switch (name) {
                case ROW -> row.number();
                case FILE -> file;
                default -> {
                    var value = row.value(name);
                    yield value != null && absent.contains(value.toString()) ? null : value;
                }
            };
        }

        @Nullable Instant time(String name) throws Times.Unreadable {
            if (!computed.containsKey(name)) {
                computed.put(name, times.compute(name, this));
            }
            return computed.get(name);
        }

        @Nullable String render(Template template) {
            return template.render(this);
        }

        /** What the row is called: by its key columns, else by its place in the file. */
        @Nullable String id() {
            if (mapping.keyColumns().isEmpty()) {
                return file + "#" + row.number();
            }
            var id = new StringBuilder();
            for (var column : mapping.keyColumns()) {
                var value = value(column);
                if (value == null) {
                    return null;
                }
                id.append(id.isEmpty() ? "" : KEY_SEPARATOR).append(value);
            }
            return id.toString();
        }
    }
}
