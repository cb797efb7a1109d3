package io.journey360.touchpoint.imports;

import io.journey360.events.IdentityKey;
import io.journey360.events.ProfileErased;
import io.journey360.events.RetentionDue;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.scrubbing.ScrubLater;
import io.journey360.platform.scrubbing.Scrubber;
import io.journey360.touchpoint.imports.ImportStates.Versioned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes the rows of erased persons out of the rejects of imports. A rejected row could not be read as it should, so nobody can
 * say for sure whose it is: every value in it is tried as a customer and as an anonymous identity. What stays is sealed anew under
 * another key and the key before is gone, so that copies of the old file open no more.
 */
@Component
class RejectsScrubber implements Scrubber {

    /** Whatever may stand between two values, in any of the formats. */
    private static final Pattern BETWEEN_VALUES = Pattern.compile("[\\s\"',;|\\t<>=\\[\\]{}]+");

    private final ImportStates states;
    private final ImportFiles files;
    private final Pseudonyms pseudonyms;
    private final JsonMapper json;

    RejectsScrubber(ImportStates states, ImportFiles files, Pseudonyms pseudonyms, JsonMapper json) {
        this.states = states;
        this.files = files;
        this.pseudonyms = pseudonyms;
        this.json = json;
    }

    @Override
    public String service() {
        return ImportErasures.SERVICE;
    }

    /** An import under way is waited for: its upload goes when it ends. */
    @Override
    public Map<String, Long> scrub(ProfileErased erasure) {
        var erased = Set.copyOf(erasure.identities());
        long rows = 0;
        for (var at : states.list()) {
            var state = at.state();
            if (!state.state().isOver()) {
                if (!state.storedAt().isAfter(erasure.erasedAt())) {
                    throw new ScrubLater(state.id() + " is under way");
                }
            } else if (state.key() != null && state.rejectsLength() > 0) {
                rows += scrub(at, state.key(), erased);
            }
        }
        return Map.of("rejectedRows", rows);
    }

    /** When a rejected row happened is not known; it goes after seven days whatever it tells. All else of this service is in the log. */
    @Override
    public Map<String, Long> scrub(RetentionDue due) {
        return Map.of();
    }

    private long scrub(Versioned at, String key, Set<IdentityKey> erased) {
        var state = at.state();
        var kept = new ByteArrayOutputStream();
        var removed = new long[1];
        try {
            files.readRejects(state.id(), key, state.rejectsLength(), frame -> {
                new String(frame, StandardCharsets.UTF_8).lines().forEach(line -> {
                    if (names(line, erased, sources(state))) {
                        removed[0]++;
                    } else {
                        kept.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                });
                return true;
            });
            if (removed[0] > 0) {
                var newKey = files.newKey(state.id());
                long length = files.replaceRejects(state.id(), newKey, kept.toByteArray());
                states.replace(at, state.withRejects(newKey, length));
                files.adoptRejects(state.id());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return removed[0];
    }

    private static Set<String> sources(ImportState state) {
        var mapping = state.mapping();
        return mapping == null ? Set.of() : Set.of(mapping.source());
    }

    /** Whether a value in the reject is what an erased identity is called. */
    private boolean names(String reject, Set<IdentityKey> erased, Set<String> sourcesOfMapping) {
        var values = new HashSet<String>();
        try {
            var document = json.readTree(reject);
            collect(document, values);
            collectWithin(document.path("line").asString(""), values);
        } catch (JacksonException e) {
            collectWithin(reject, values);
        }
        var sources = new HashSet<>(sourcesOfMapping);
        sources.addAll(values); // in CloudEvents the source is one of the values
        for (var value : values) {
            if (erased.contains(pseudonyms.customer(value, ""))) {
                return true;
            }
            for (var source : sources) {
                if (erased.contains(pseudonyms.anonymous(value, source))
                        || erased.contains(pseudonyms.customer(value, source))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void collectWithin(String text, Set<String> values) {
        try {
            collect(json.readTree(text), values);
        } catch (JacksonException e) {
            // not JSON: its pieces below
        }
        values.add(text.strip());
        for (var value : text.split(",")) {
            values.add(value.strip());
        }
        for (var value : BETWEEN_VALUES.split(text)) {
            if (!value.isEmpty()) {
                values.add(value);
            }
        }
    }

    private static void collect(JsonNode node, Set<String> values) {
        if (node.isContainer()) {
            node.forEach(child -> collect(child, values));
        } else if (node.isValueNode()) {
            values.add(node.asString());
        }
    }
}
