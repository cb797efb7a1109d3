package io.journey360.touchpoint.imports;

import io.journey360.platform.records.DurableRecords;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The imports' states, beside the log. All calls block. */
@Component
class ImportStates {

    private static final String KIND = "import";
    private static final Pattern ID = Pattern.compile("import-[a-zA-Z0-9-]{1,100}");

    record Versioned(ImportState state, long version) {}

    private final DurableRecords records;
    private final JsonMapper json;

    ImportStates(DurableRecords records, JsonMapper json) {
        this.records = records;
        this.json = json;
    }

    void insert(ImportState state) {
        if (!records.insertIfAbsent(KIND, state.id(), json.writeValueAsString(state), null)) {
            throw new IllegalStateException("There is an import " + state.id());
        }
    }

    Optional<Versioned> find(String id) {
        return ID.matcher(id).matches() ? records.find(KIND, id).map(this::read) : Optional.empty();
    }

    /** Newest first. */
    List<Versioned> list() {
        return records.list(KIND).stream()
                .map(this::read)
                .sorted(Comparator.comparing((Versioned v) -> v.state().storedAt())
                        .thenComparing(v -> v.state().id())
                        .reversed())
                .toList();
    }

    /** @throws IllegalStateException if somebody else changed it: an import has one worker */
    Versioned replace(Versioned old, ImportState state) {
        if (!records.replace(KIND, state.id(), old.version(), json.writeValueAsString(state))) {
            throw new IllegalStateException("Import " + state.id() + " is worked on elsewhere");
        }
        return find(state.id()).orElseThrow();
    }

    /** If somebody else changed it meanwhile, that stays. */
    void replaceIfUnchanged(Versioned old, ImportState state) {
        records.replace(KIND, state.id(), old.version(), json.writeValueAsString(state));
    }

    private Versioned read(DurableRecords.Stored stored) {
        return new Versioned(json.readValue(stored.json(), ImportState.class), stored.version());
    }
}
