package io.journey360.analytics.exports;

import io.journey360.platform.records.DurableRecords;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What is known of exports, beside the log. All calls block. */
@Component
class Exports {

    private static final String KIND = "export";
    private static final Pattern ID = Pattern.compile("export-[a-zA-Z0-9-]{1,100}");

    private final DurableRecords records;
    private final JsonMapper json;

    Exports(DurableRecords records, JsonMapper json) {
        this.records = records;
        this.json = json;
    }

    /** @return false if there is one of this id already */
    boolean insert(Export export) {
        return records.insertIfAbsent(KIND, export.id(), json.writeValueAsString(export), export.expiresAt());
    }

    Optional<Export> find(String id) {
        return ID.matcher(id).matches() ? records.find(KIND, id).map(this::read) : Optional.empty();
    }

    List<Export> list() {
        return records.list(KIND).stream().map(this::read).toList();
    }

    /** Does nothing to one that is gone. */
    void put(Export export) {
        // Replicas that write the same export write the same file: whoever comes last is right too.
        var body = json.writeValueAsString(export);
        for (var stored = records.find(KIND, export.id());
                stored.isPresent()
                        && !records.replace(KIND, export.id(), stored.get().version(), body);
                stored = records.find(KIND, export.id())) {
            Thread.onSpinWait();
        }
    }

    void delete(String id) {
        records.delete(KIND, id);
    }

    private Export read(DurableRecords.Stored stored) {
        return json.readValue(stored.json(), Export.class);
    }
}
