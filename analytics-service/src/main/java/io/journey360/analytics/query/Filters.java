package io.journey360.analytics.query;

import io.journey360.analytics.filter.Attribute;
import io.journey360.analytics.filter.Condition;
import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.Property;
import io.journey360.analytics.index.IdentitySet;
import io.journey360.analytics.index.People;
import io.journey360.analytics.personas.PersonasAsOf;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEventType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads filters of requests. */
public final class Filters {

    private static final int MAX_VALUES = 1000;
    private static final int MAX_LENGTH = 1000;
    private static final String FORM =
            "must be a value, a list of values, {\"not\": …}, {\"from\": …, \"to\": …} or {\"exists\": true|false}";

    private final List<String> indexedAttributes;
    private final RequestErrors errors;
    private final Predicate<IdentityKey> named;
    private final PersonasAsOf personas;

    /**
     * @param named whether an identity's person may be named, so may be selected
     * @param personas as of the position that is asked about
     */
    public Filters(
            List<String> indexedAttributes, RequestErrors errors, Predicate<IdentityKey> named, PersonasAsOf personas) {
        this.named = named;
        this.personas = personas;
        this.indexedAttributes = indexedAttributes;
        this.errors = errors;
    }

    /** The part of the filter that selects events. */
    public EventFilter events(@Nullable FilterRequest filter, String pointer) {
        if (filter == null) {
            return EventFilter.ALL;
        }
        var dimensions = new EnumMap<Dimension, Condition>(Dimension.class);
        for (var dimension : Dimension.values()) {
            var name = pointer + "/" + dimension.wireName();
            var value = valueOf(filter, dimension);
            var condition = condition(value, name, true);
            if (condition != null) {
                dimensions.put(dimension, condition);
                if (dimension == Dimension.EVENT) {
                    checkEvents(condition, name);
                }
            }
        }
        var attributes = new HashMap<String, Condition>();
        if (filter.attributes() != null) {
            filter.attributes().forEach((attribute, value) -> {
                var name = pointer + "/attributes/" + escaped(attribute);
                if (!indexedAttributes.contains(attribute)) {
                    errors.notIndexed(name, "is not indexed");
                }
                var condition = condition(value, name, false);
                if (condition != null) {
                    attributes.put(attribute, condition);
                }
            });
        }
        return new EventFilter(dimensions, attributes);
    }

    /** The part that selects people: by identities they have, by personas they are. */
    public People people(@Nullable FilterRequest filter, String pointer) {
        return filter == null
                ? People.ALL
                : personas(filter.persona(), customers(filter.customer(), pointer + "/customer"), pointer + "/persona");
    }

    private People customers(@Nullable Object customer, String pointer) {
        return switch (condition(customer, pointer, true)) {
            case Condition.AnyOf any -> People.only(keys(any.values(), pointer));
            case Condition.NoneOf none -> People.ALL.without(keys(none.values(), pointer + "/not"));
            case Condition.Between between ->
                noRange(pointer, "keys have no order: give a key, a list of keys or {\"not\": …}");
            case Condition.Exists exists ->
                noRange(pointer, "everybody has a key: give a key, a list of keys or {\"not\": …}");
            case null -> People.ALL;
        };
    }

    private People personas(@Nullable Object persona, People people, String pointer) {
        return switch (condition(persona, pointer, true)) {
            case Condition.AnyOf any -> people.having(identities(any.values(), pointer));
            case Condition.NoneOf none -> people.without(identities(none.values(), pointer + "/not"));
            case Condition.Exists exists ->
                exists.exists() ? people.having(personas.anybody()) : people.without(personas.anybody());
            case Condition.Between between -> noRange(pointer, "personas have no order: give names");
            case null -> people;
        };
    }

    private IdentitySet identities(Set<Object> names, String pointer) {
        var identities = IdentitySet.NOBODY;
        for (var name : names) {
            var people = personas.people((String) name);
            if (people.isEmpty() && personas.isBeingEvaluated((String) name)) {
                errors.beingEvaluated(pointer, (String) name);
            } else if (people.isEmpty()) {
                errors.invalid(pointer, "%s is no persona as of position %d".formatted(name, personas.position()));
            }
            identities = identities.or(people.orElse(IdentitySet.NOBODY));
        }
        return identities;
    }

    /** For filters of single steps: people are selected for the whole analysis. */
    public EventFilter eventsOnly(@Nullable FilterRequest filter, String pointer) {
        if (filter != null && filter.customer() != null) {
            errors.invalid(pointer + "/customer", "selects people, which the filter of the whole request does");
        }
        if (filter != null && filter.persona() != null) {
            errors.invalid(pointer + "/persona", "selects people, which the filter of the whole request does");
        }
        return events(filter, pointer);
    }

    /** What a request wants its answer divided by: a dimension, or {@code attributes.} and the name of an indexed attribute. */
    public Optional<Property> property(@Nullable String name, String pointer) {
        if (name == null) {
            return Optional.empty();
        }
        if (name.startsWith(Attribute.PREFIX)) {
            var attribute = new Attribute(name.substring(Attribute.PREFIX.length()));
            if (indexedAttributes.contains(attribute.name())) {
                return Optional.of(attribute);
            }
            errors.notIndexed(pointer, "is not indexed");
            return Optional.empty();
        }
        var dimension = Dimension.ofWireName(name);
        if (dimension.isEmpty()) {
            errors.invalid(
                    pointer,
                    "can be %s or %sNAME"
                            .formatted(
                                    Arrays.stream(Dimension.values())
                                            .map(Dimension::wireName)
                                            .collect(Collectors.joining(", ")),
                                    Attribute.PREFIX));
        }
        return dimension.map(Property.class::cast);
    }

    /** Events of the type that a step names, as far as its filter selects them. */
    public Optional<EventFilter> step(@Nullable StepRequest step, String pointer) {
        if (step == null) {
            errors.invalid(pointer, "is required");
            return Optional.empty();
        }
        var filter = eventsOnly(step.filter(), pointer + "/filter");
        return event(step.event(), pointer + "/event").map(filter::and);
    }

    /** An event's name as a request gives it. */
    public Optional<JourneyEventType> event(@Nullable String name, String pointer) {
        if (name == null) {
            errors.invalid(pointer, "is required");
            return Optional.empty();
        }
        var type = JourneyEventType.ofWireName(name);
        if (type.isEmpty()) {
            errors.invalid(pointer, "is no event; events are " + eventNames());
        }
        return type;
    }

    private static @Nullable Object valueOf(FilterRequest filter, Dimension dimension) {
        return switch (dimension) {
            case EVENT -> filter.event();
            case ACTION -> filter.action();
            case TOUCHPOINT -> filter.touchpoint();
            case CHANNEL -> filter.channel();
            case SERVICE -> filter.service();
            case LOCATION -> filter.location();
            case SOURCE -> filter.source();
        };
    }

    private People noRange(String pointer, String detail) {
        errors.invalid(pointer, detail);
        return People.ALL;
    }

    private Set<IdentityKey> keys(Set<Object> values, String pointer) {
        var keys = new HashSet<IdentityKey>();
        for (var value : values) {
            if (value instanceof String key && IdentityKey.isWellFormed(key)) {
                var identity = new IdentityKey(key);
                if (!named.test(identity)) {
                    errors.consentMissing(pointer, "selects a person who has not allowed analytics");
                }
                keys.add(identity);
            } else {
                errors.invalid(pointer, "must be an identity key");
            }
        }
        return keys;
    }

    private void checkEvents(Condition condition, String pointer) {
        var values =
                switch (condition) {
                    case Condition.AnyOf any -> any.values();
                    case Condition.NoneOf none -> none.values();
                    case Condition.Between between -> {
                        errors.invalid(pointer, "events have no order: give values");
                        yield Set.of();
                    }
                    case Condition.Exists exists -> Set.of();
                };
        for (var value : values) {
            if (value instanceof String name
                    && JourneyEventType.ofWireName(name).isEmpty()) {
                errors.invalid(pointer, "is no event; events are " + eventNames());
            }
        }
    }

    private static String eventNames() {
        var names = new StringBuilder();
        for (var type : JourneyEventType.values()) {
            names.append(names.isEmpty() ? "" : ", ").append(type.wireName());
        }
        return names.toString();
    }

    private @Nullable Condition condition(@Nullable Object value, String pointer, boolean textOnly) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> conditionOf(map, pointer, textOnly);
            case Object plain -> new Condition.AnyOf(values(plain, pointer, textOnly));
        };
    }

    private @Nullable Condition conditionOf(Map<?, ?> map, String pointer, boolean textOnly) {
        var names = map.keySet();
        if (names.equals(Set.of("not"))) {
            return new Condition.NoneOf(values(map.get("not"), pointer + "/not", textOnly));
        }
        if (names.equals(Set.of("exists")) && map.get("exists") instanceof Boolean exists) {
            return new Condition.Exists(exists);
        }
        if (!names.isEmpty() && Set.of("from", "to").containsAll(names)) {
            var from = names.contains("from") ? value(map.get("from"), pointer + "/from", textOnly) : null;
            var to = names.contains("to") ? value(map.get("to"), pointer + "/to", textOnly) : null;
            if (from instanceof Boolean || to instanceof Boolean) {
                errors.invalid(pointer, "true and false have no order");
            } else if (from != null && to != null && from.getClass() != to.getClass()) {
                errors.invalid(pointer, "from and to must both be numbers or both be strings");
            } else if (from != null && to != null && !new Condition.Between(from, to).test(from)) {
                errors.invalid(pointer + "/to", "must be after from");
            }
            return new Condition.Between(from, to);
        }
        errors.invalid(pointer, FORM);
        return null;
    }

    private Set<Object> values(@Nullable Object value, String pointer, boolean textOnly) {
        var values = new HashSet<Object>();
        if (value instanceof List<?> list) {
            if (list.isEmpty() || list.size() > MAX_VALUES) {
                errors.invalid(pointer, "must have 1 to %,d values".formatted(MAX_VALUES));
                return values;
            }
            for (int i = 0; i < list.size(); i++) {
                var item = value(list.get(i), pointer + "/" + i, textOnly);
                if (item != null) {
                    values.add(item);
                }
            }
        } else {
            var single = value(value, pointer, textOnly);
            if (single != null) {
                values.add(single);
            }
        }
        return values;
    }

    private @Nullable Object value(@Nullable Object value, String pointer, boolean textOnly) {
        if (value instanceof String text) {
            if (text.length() <= MAX_LENGTH) {
                return text;
            }
            errors.invalid(pointer, "must have at most %,d characters".formatted(MAX_LENGTH));
            return null;
        }
        if (!textOnly) {
            if (value instanceof Boolean truth) {
                return truth;
            }
            if (value instanceof Double number && Double.isFinite(number)
                    || value instanceof Integer
                    || value instanceof Long) {
                return Condition.comparable((Number) value);
            }
        }
        errors.invalid(pointer, textOnly ? "must be a string" : "must be a string, a number, true or false");
        return null;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
