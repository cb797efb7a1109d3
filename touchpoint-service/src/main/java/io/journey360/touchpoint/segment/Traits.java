package io.journey360.touchpoint.segment;

import io.journey360.events.IdentityKey;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.identity.ContactPseudonyms;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.EventKeys;
import io.journey360.touchpoint.collector.EventDraft;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What an identify call tells of somebody, before it is sealed. Limits and forms are those of a profile's traits; what does not keep to
 * them is left out.
 *
 * @param id of the message
 * @param changed by name, as JSON
 * @param taken names of those that were taken back
 * @param email pseudonym of the e-mail address told, to be found by
 * @param phone pseudonym of the phone number told
 */
record Traits(
        IdentityKey identity,
        String source,
        String id,
        Instant occurredAt,
        SortedMap<String, String> changed,
        List<String> taken,
        @Nullable String email,
        @Nullable String phone) {

    private static final int MOST = 50;
    private static final int MOST_BYTES = 8 << 10;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");

    /** @param leftOut takes JSON pointers into the message */
    static Optional<Traits> of(
            @Nullable JsonNode told,
            IdentityKey identity,
            String source,
            String id,
            Instant occurredAt,
            Pseudonyms pseudonyms,
            List<String> leftOut) {
        if (told == null || !told.isObject()) {
            return Optional.empty();
        }
        var changed = new TreeMap<String, String>();
        var taken = new ArrayList<String>();
        int bytes = 0;
        for (var trait : told.properties()) {
            var name = trait.getKey();
            var value = flat(trait.getValue(), "/traits/" + EventDraft.escaped(name), leftOut);
            if (value == null || !NAME.matcher(name).matches()) {
                leftOut.add("/traits/" + EventDraft.escaped(name));
            } else if (value.isNull()) {
                taken.add(name);
            } else {
                var text = value.toString();
                int size = name.length() + text.getBytes(StandardCharsets.UTF_8).length;
                if (changed.size() + taken.size() == MOST || bytes + size > MOST_BYTES) {
                    leftOut.add("/traits/" + EventDraft.escaped(name));
                } else {
                    changed.put(name, text);
                    bytes += size;
                }
            }
        }
        return changed.isEmpty() && taken.isEmpty()
                ? Optional.empty()
                : Optional.of(new Traits(
                        identity,
                        source,
                        id,
                        occurredAt,
                        changed,
                        List.copyOf(taken),
                        pseudonym(told, TraitsChanged.EMAIL, changed, pseudonyms, ContactPseudonyms::email),
                        pseudonym(told, TraitsChanged.PHONE, changed, pseudonyms, ContactPseudonyms::phone)));
    }

    /** Null for what a trait cannot be; of an object its members that can. */
    private static @Nullable JsonNode flat(JsonNode value, String pointer, List<String> leftOut) {
        if (!value.isObject()) {
            return isScalar(value) ? value : null;
        }
        var members = JsonNodeFactory.instance.objectNode();
        for (var member : value.properties()) {
            if (NAME.matcher(member.getKey()).matches() && isScalar(member.getValue())) {
                if (!member.getValue().isNull()) {
                    members.set(member.getKey(), member.getValue());
                }
            } else {
                leftOut.add(pointer + "/" + EventDraft.escaped(member.getKey()));
            }
        }
        return members.isEmpty() ? null : members;
    }

    private static boolean isScalar(JsonNode value) {
        return value.isValueNode() && !(value.isString() && !isText(value.asString()));
    }

    private static boolean isText(String value) {
        return value.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static @Nullable String pseudonym(
            JsonNode told,
            String name,
            Map<String, String> changed,
            Pseudonyms pseudonyms,
            BiFunction<Pseudonyms, String, Optional<String>> of) {
        var value = told.get(name);
        return value != null && value.isString() && changed.containsKey(name)
                ? of.apply(pseudonyms, value.asString()).orElse(null)
                : null;
    }

    /** Of an event of its own beside the one that tells who somebody is. No sender's id has a control character. */
    String key() {
        return EventKeys.key(source, id + "\u0000traits");
    }

    /** Personal data belongs in no log line. */
    @Override
    public String toString() {
        return "Traits[hidden]";
    }
}
