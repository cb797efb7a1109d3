package io.journey360.touchpoint.imports;

import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.collector.CloudEventReader;
import io.journey360.touchpoint.collector.EventRules;
import io.journey360.touchpoint.collector.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Opens the rows of a file and makes checked events of them. */
@Component
class ImportRows {

    private final EventRules rules;
    private final CloudEventReader cloudEvents;
    private final JsonMapper json;

    ImportRows(EventRules rules, CloudEventReader cloudEvents, JsonMapper json) {
        this.rules = rules;
        this.cloudEvents = cloudEvents;
        this.json = json;
    }

    /** @throws Problem 400 when the file's beginning shows that it cannot be read */
    Rows open(FileFormat format, InputStream in) {
        return switch (format) {
            case CSV -> new CsvRows(in);
            case NDJSON -> new NdjsonRows(in, json);
            case XES -> new XesRows(in);
        };
    }

    /** @throws Problem 400 that names every column the mapping needs and the file lacks */
    static void checkColumns(Rows rows, CompiledMapping mapping) {
        var header = rows.header();
        if (header == null) {
            return;
        }
        var missing = new TreeSet<>(mapping.requiredColumns());
        missing.removeAll(header);
        if (!missing.isEmpty()) {
            var problem = Problem.of(400, "missing-column", "The file lacks columns that its mapping needs")
                    .with("missing", List.copyOf(missing));
            missing.forEach(column -> problem.at("/" + column, "is missing"));
            throw problem;
        }
    }

    /** @param mapping null when the lines are CloudEvents */
    List<Item> items(Row row, @Nullable CompiledMapping mapping, String file) throws IOException {
        return switch (row) {
            case Row.Unreadable unreadable -> List.of(new Item.Refused(null, unreadable.problem()));
            case Row.Readable readable -> {
                if (mapping == null) {
                    var bytes = readable.text().getBytes(StandardCharsets.UTF_8);
                    yield List.of(cloudEvents.read(bytes, 0, bytes.length));
                }
                yield mapping.events(readable, file).stream().map(rules::check).toList();
            }
        };
    }
}
