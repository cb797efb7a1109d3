package io.journey360.touchpoint.collector;

import io.journey360.platform.problem.Problem;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one CloudEvent from its JSON, token by token: no tree is built, and an error in one field does not hide the next
 * one's. Only JSON that cannot be read to its end stops it.
 */
@Component
public final class CloudEventReader {

    /** Of one event's JSON. */
    public static final int MOST_BYTES = 32 * 1024;

    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,64}");
    /** What the parser shows of the text it stumbled over may be somebody's address. */
    private static final Pattern QUOTED = Pattern.compile("'.*'", Pattern.DOTALL);

    private static final String MUST_BE_OBJECT = "must be an object";

    // Names come from strangers: none is interned, and bytes are UTF-8 whatever they look like.
    private final JsonFactory json = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNameLength(MOST_BYTES).build())
            .build();

    private final EventRules rules;

    CloudEventReader(EventRules rules) {
        this.rules = rules;
    }

    public Item read(byte[] bytes, int offset, int length) {
        if (length > MOST_BYTES) {
            return tooLarge();
        }
        var draft = new EventDraft();
        int mark = byteOrderMark(bytes, offset, length);
        try (var parser = json.createParser(ObjectReadContext.empty(), bytes, offset + mark, length - mark)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return malformed(null, "An event must be a JSON object");
            }
            envelope(parser, draft);
            if (parser.nextToken() != null) {
                return malformed(draft, "More follows after the event");
            }
        } catch (StreamConstraintsException e) {
            return malformed(draft, "The JSON is beyond what is read: " + e.getOriginalMessage());
        } catch (JacksonException e) {
            return malformed(
                    draft,
                    "Not valid JSON at byte " + e.getLocation().getByteOffset() + ": "
                            + QUOTED.matcher(e.getOriginalMessage()).replaceAll("'…'"));
        }
        return rules.check(draft);
    }

    private static int byteOrderMark(byte[] bytes, int offset, int length) {
        boolean isMarked = length >= 3
                && bytes[offset] == (byte) 0xEF
                && bytes[offset + 1] == (byte) 0xBB
                && bytes[offset + 2] == (byte) 0xBF;
        return isMarked ? 3 : 0;
    }

    public static Item.Refused tooLarge() {
        return new Item.Refused(
                null, Problem.of(413, "too-large", "An event must have at most " + MOST_BYTES + " bytes"));
    }

    private static Item.Refused malformed(@Nullable EventDraft draft, String detail) {
        var id = draft != null && draft.value(Field.ID) instanceof String text ? text : null;
        return new Item.Refused(id, Problem.of(400, "malformed-json", detail));
    }

    private static void envelope(JsonParser parser, EventDraft draft) {
        boolean dataSeen = false;
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "specversion" -> text(parser, draft, Field.SPECVERSION);
                case "id" -> text(parser, draft, Field.ID);
                case "source" -> text(parser, draft, Field.SOURCE);
                case "type" -> text(parser, draft, Field.TYPE);
                case "time" -> text(parser, draft, Field.TIME);
                case "data" -> {
                    if (dataSeen) {
                        draft.error("/data", "is given twice");
                    }
                    dataSeen = true;
                    object(parser, draft, "/data", CloudEventReader::data);
                }
                case "data_base64" -> {
                    draft.error("/data_base64", "must be given as JSON in data");
                    parser.skipChildren();
                }
                case "datacontenttype" -> dataContentType(parser, draft);
                default -> extension(parser, draft, name);
            }
        }
    }

    private static void dataContentType(JsonParser parser, EventDraft draft) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            var type = parser.getString();
            int parameters = type.indexOf(';');
            var essence = (parameters < 0 ? type : type.substring(0, parameters)).strip();
            if (essence.equalsIgnoreCase("application/json") || essence.endsWith("+json")) {
                return;
            }
        } else if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        draft.error("/datacontenttype", "must be application/json");
        parser.skipChildren();
    }

    /** CloudEvents allows attributes of the sender's own; they are not kept. */
    private static void extension(JsonParser parser, EventDraft draft, String name) {
        if (!EXTENSION.matcher(name).matches()) {
            draft.error("/" + EventDraft.escaped(name), "is not a field of a CloudEvent");
        } else if (parser.currentToken().isStructStart()) {
            draft.error("/" + EventDraft.escaped(name), "must be a string, a number or a boolean");
        }
        parser.skipChildren();
    }

    private static void data(JsonParser parser, EventDraft draft) {
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "customer" -> text(parser, draft, Field.CUSTOMER);
                case "anonymous" -> text(parser, draft, Field.ANONYMOUS);
                case "touchpoint" -> text(parser, draft, Field.TOUCHPOINT);
                case "channel" -> text(parser, draft, Field.CHANNEL);
                case "service" -> text(parser, draft, Field.SERVICE);
                case "location" -> text(parser, draft, Field.LOCATION);
                case "booking" -> text(parser, draft, Field.BOOKING);
                case "action" -> text(parser, draft, Field.ACTION);
                case "method" -> text(parser, draft, Field.METHOD);
                case "outcome" -> text(parser, draft, Field.OUTCOME);
                case "started" -> text(parser, draft, Field.STARTED);
                case "ended" -> text(parser, draft, Field.ENDED);
                case "survey" -> text(parser, draft, Field.SURVEY);
                case "score" -> number(parser, draft, Field.SCORE);
                case "source" -> text(parser, draft, Field.RETRACTED_SOURCE);
                case "id" -> text(parser, draft, Field.RETRACTED_ID);
                case "value" -> object(parser, draft, "/data/value", CloudEventReader::value);
                case "slot" -> object(parser, draft, "/data/slot", CloudEventReader::slot);
                case "scale" -> object(parser, draft, "/data/scale", CloudEventReader::scale);
                case "attributes" -> object(parser, draft, "/data/attributes", CloudEventReader::attributes);
                case "text" -> text(parser, draft, Field.TEXT);
                default -> unknown(parser, draft, "/data/", name);
            }
        }
    }

    private static void value(JsonParser parser, EventDraft draft) {
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "amount" -> number(parser, draft, Field.AMOUNT);
                case "currency" -> text(parser, draft, Field.CURRENCY);
                default -> unknown(parser, draft, "/data/value/", name);
            }
        }
    }

    private static void slot(JsonParser parser, EventDraft draft) {
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "start" -> text(parser, draft, Field.SLOT_START);
                case "end" -> text(parser, draft, Field.SLOT_END);
                default -> unknown(parser, draft, "/data/slot/", name);
            }
        }
    }

    private static void scale(JsonParser parser, EventDraft draft) {
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "min" -> number(parser, draft, Field.SCALE_MIN);
                case "max" -> number(parser, draft, Field.SCALE_MAX);
                default -> unknown(parser, draft, "/data/scale/", name);
            }
        }
    }

    private static void attributes(JsonParser parser, EventDraft draft) {
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            var value =
                    switch (parser.nextToken()) {
                        case VALUE_STRING -> parser.getString();
                        case VALUE_TRUE -> true;
                        case VALUE_FALSE -> false;
                        case VALUE_NUMBER_INT -> whole(parser);
                        case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
                        default -> null;
                    };
            if (value == null) {
                boolean isNumber = parser.currentToken().isNumeric();
                draft.error(
                        EventDraft.attributePointer(name),
                        isNumber ? "is out of range" : "must be a string, a number or a boolean");
                parser.skipChildren();
            } else {
                draft.attribute(name, value);
            }
        }
    }

    private static @Nullable Object whole(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            default -> null;
        };
    }

    private static @Nullable Object finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static void object(
            JsonParser parser, EventDraft draft, String pointer, BiConsumer<JsonParser, EventDraft> members) {
        switch (parser.currentToken()) {
            case START_OBJECT -> members.accept(parser, draft);
            case VALUE_NULL -> {}
            default -> {
                draft.error(pointer, MUST_BE_OBJECT);
                parser.skipChildren();
            }
        }
    }

    private static void text(JsonParser parser, EventDraft draft, Field field) {
        switch (parser.currentToken()) {
            case VALUE_STRING -> draft.text(field, parser.getString());
            case VALUE_NULL -> {}
            default -> {
                draft.error(field.pointer(), "must be a string");
                parser.skipChildren();
            }
        }
    }

    private static void number(JsonParser parser, EventDraft draft, Field field) {
        switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> draft.number(field, parser.getDecimalValue());
            case VALUE_NULL -> {}
            default -> {
                draft.error(field.pointer(), "must be a number");
                parser.skipChildren();
            }
        }
    }

    private static void unknown(JsonParser parser, EventDraft draft, String parent, String name) {
        draft.error(parent + EventDraft.escaped(name), "is not a known field");
        parser.skipChildren();
    }
}
