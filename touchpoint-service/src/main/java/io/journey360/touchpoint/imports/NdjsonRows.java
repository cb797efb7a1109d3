package io.journey360.touchpoint.imports;

import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.collector.CloudEventReader;
import io.journey360.touchpoint.collector.NdjsonLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object a line. Its members are the columns, nested ones by a dot; arrays are left out. */
final class NdjsonRows implements Rows {

    private final InputStream in;
    private final NdjsonLines lines;
    private final JsonMapper json;

    NdjsonRows(InputStream in, JsonMapper json) {
        this.in = in;
        this.lines = new NdjsonLines(in, CloudEventReader.MOST_BYTES);
        this.json = json;
    }

    @Override
    public @Nullable Set<String> header() {
        return null;
    }

    @Override
    public @Nullable Row next() throws IOException {
        while (true) {
            switch (lines.next()) {
                case IDLE -> {}
                case END -> {
                    return null;
                }
                case TOO_LONG -> {
                    return new Row.Unreadable(
                            lines.number(), "", Problem.of(413, "too-large", "The line has more than 32 KiB"));
                }
                case LINE -> {
                    return row(new String(lines.bytes(), lines.offset(), lines.length(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    private Row row(String text) {
        try {
            var object = json.readTree(text);
            if (object.isObject()) {
                var values = new LinkedHashMap<String, Object>();
                flatten("", object, values);
                return new MapRow(lines.number(), text, values);
            }
        } catch (JacksonException e) {
            return new Row.Unreadable(
                    lines.number(),
                    text,
                    Problem.of(400, "malformed-json", "Not valid JSON: " + e.getOriginalMessage()));
        }
        return new Row.Unreadable(
                lines.number(), text, Problem.of(400, "malformed-json", "A row must be a JSON object"));
    }

    private static void flatten(String prefix, JsonNode object, Map<String, Object> values) {
        object.forEachEntry((name, value) -> {
            var column = prefix + name;
            if (value.isObject()) {
                flatten(column + ".", value, values);
            } else if (value.isString()) {
                values.put(column, value.asString());
            } else if (value.isBoolean()) {
                values.put(column, value.asBoolean());
            } else if (value.isIntegralNumber() && value.canConvertToLong()) {
                values.put(column, value.asLong());
            } else if (value.isNumber() && Double.isFinite(value.asDouble())) {
                values.put(column, value.asDouble());
            }
        });
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
