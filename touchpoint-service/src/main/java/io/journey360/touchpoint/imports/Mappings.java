package io.journey360.touchpoint.imports;

import io.journey360.platform.problem.Problem;
import io.journey360.platform.records.DurableRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Import mappings: those shipped, and those that were put. All calls block. */
@Component
class Mappings {

    private static final String KIND = "import-mapping";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final List<String> SHIPPED = List.of("hotel-bookings", "xes");
    private static final int MOST_ATTEMPTS = 10;

    /** @param version 0 for a shipped one */
    record Named(String name, long version, ImportMapping mapping) {}

    record Put(Named mapping, boolean isNew) {}

    private final DurableRecords records;
    private final JsonMapper json;
    private final Map<String, Named> shipped = new LinkedHashMap<>();

    Mappings(DurableRecords records, JsonMapper json) {
        this.records = records;
        this.json = json;
        for (var name : SHIPPED) {
            try (var resource = Mappings.class.getResourceAsStream("/mappings/" + name + ".json")) {
                shipped.put(name, new Named(name, 0, json.readValue(resource, ImportMapping.class)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Optional<Named> find(String name) {
        var ours = shipped.get(name);
        if (ours != null) {
            return Optional.of(ours);
        }
        return NAME.matcher(name).matches() ? records.find(KIND, name).map(this::read) : Optional.empty();
    }

    /** By name. */
    List<Named> list() {
        var all = new ArrayList<>(shipped.values());
        records.list(KIND).forEach(stored -> all.add(read(stored)));
        all.sort(Comparator.comparing(Named::name));
        return all;
    }

    /** Imports that run keep the mapping they began with. */
    Put put(String name, ImportMapping mapping, OptionalLong expectedVersion) {
        if (!NAME.matcher(name).matches()) {
            throw Problem.notFound("A mapping's name has small letters, digits and hyphens");
        }
        if (shipped.containsKey(name)) {
            throw Problem.of(409, "mapping-shipped", "This mapping is shipped; choose another name for yours");
        }
        CompiledMapping.of(mapping);
        var text = json.writeValueAsString(mapping);
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            var stored = records.find(KIND, name);
            if (expectedVersion.isPresent()
                    && (stored.isEmpty() || stored.get().version() != expectedVersion.getAsLong())) {
                throw Problem.of(412, "stale", "The mapping was changed since it was read");
            }
            if (stored.isPresent() && read(stored.get()).mapping().equals(mapping)) {
                return new Put(read(stored.get()), false);
            }
            boolean isDone = stored.isEmpty()
                    ? records.insertIfAbsent(KIND, name, text, null)
                    : records.replace(KIND, name, stored.get().version(), text);
            if (isDone) {
                return new Put(find(name).orElseThrow(), stored.isEmpty());
            }
        }
        throw Problem.of(409, "concurrent-change", "The mapping is being changed by others");
    }

    private Named read(DurableRecords.Stored stored) {
        return new Named(stored.key(), stored.version(), json.readValue(stored.json(), ImportMapping.class));
    }
}
