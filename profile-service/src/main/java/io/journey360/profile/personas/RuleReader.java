package io.journey360.profile.personas;

import io.journey360.events.JourneyEventType;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.problem.Problem;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads rules, and says of each part that is none of the language's what is wrong with it. */
final class RuleReader {

    static final int MAX_CONDITIONS = 50;
    static final int MAX_DEPTH = 5;
    static final int MAX_BYTES = 16 * 1024;

    private static final int MAX_VALUES = 1_000;
    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_COUNT = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(36_525);
    /** A rule stands in the log in the clear, where nobody's personal data ever does. */
    private static final Set<String> TOLD_BY_NOBODY =
            Set.of(TraitsChanged.EMAIL, TraitsChanged.PHONE, "name", "firstName", "lastName", "address");

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern WEEKS = Pattern.compile("P([0-9]{1,5})W");

    private final Predicate<String> purpose;
    private final Problem problem;
    private final String root;
    private int conditions;

    private RuleReader(Predicate<String> purpose, Problem problem, String root) {
        this.purpose = purpose;
        this.problem = problem;
        this.root = root;
    }

    /**
     * Reads a rule of a request.
     *
     * @param purpose whether consent is kept for it
     * @param root pointer under which the rule stands in the request
     * @param problem is told everything that is wrong
     * @return empty when something is
     */
    static Optional<Rule> read(JsonNode json, Predicate<String> purpose, String root, Problem problem) {
        int before = problem.errors().size();
        var reader = new RuleReader(purpose, problem, root);
        var rule = reader.rule(json, "", 1);
        if (reader.conditions > MAX_CONDITIONS) {
            problem.at(root, "must have at most " + MAX_CONDITIONS + " conditions");
        }
        return problem.errors().size() == before ? rule : Optional.empty();
    }

    /**
     * Reads a rule that was accepted once.
     *
     * @throws Problem when it is none of the language any more
     */
    static Rule read(JsonNode json) {
        var problem = Problem.of(400, "invalid-request", "The rule is not valid");
        return read(json, purpose -> true, "", problem).orElseThrow(() -> problem);
    }

    private Optional<Rule> rule(JsonNode json, String pointer, int depth) {
        if (!json.isObject()) {
            return wrong(pointer, "must be an object: all, any, not, or a condition on an event, a trait or a consent");
        }
        if (depth > MAX_DEPTH) {
            return wrong(pointer, "must not lie deeper than " + MAX_DEPTH);
        }
        var kinds = new ArrayList<String>();
        for (var kind : List.of("all", "any", "not", "event", "trait", "consent")) {
            if (json.has(kind)) {
                kinds.add(kind);
            }
        }
        if (kinds.size() != 1) {
            return wrong(pointer, "must have exactly one of all, any, not, event, trait and consent");
        }
        return switch (kinds.getFirst()) {
            case "all" ->
                only(json, pointer, "all")
                        .flatMap(ok -> parts(json.get("all"), pointer + "/all", depth))
                        .map(parts -> new Rule.All(pointer, parts));
            case "any" ->
                only(json, pointer, "any")
                        .flatMap(ok -> parts(json.get("any"), pointer + "/any", depth))
                        .map(parts -> new Rule.Any(pointer, parts));
            case "not" ->
                only(json, pointer, "not")
                        .flatMap(ok -> rule(json.get("not"), pointer + "/not", depth + 1))
                        .map(part -> new Rule.Not(pointer, part));
            case "event" -> happened(json, pointer);
            case "trait" -> trait(json, pointer);
            default -> consent(json, pointer);
        };
    }

    private Optional<List<Rule>> parts(JsonNode json, String pointer, int depth) {
        if (!json.isArray() || json.isEmpty()) {
            return wrong(pointer, "must be a list of at least one part");
        }
        if (json.size() > MAX_CONDITIONS) {
            return wrong(pointer, "must have at most " + MAX_CONDITIONS + " parts");
        }
        var parts = new ArrayList<Rule>();
        for (int i = 0; i < json.size(); i++) {
            rule(json.get(i), pointer + "/" + i, depth + 1).ifPresent(parts::add);
        }
        return parts.size() == json.size() ? Optional.of(List.copyOf(parts)) : Optional.empty();
    }

    private Optional<Rule> happened(JsonNode json, String pointer) {
        int number = conditions++;
        only(json, pointer, "event", "filter", "count", "within");
        var type = type(json.get("event"), pointer + "/event");
        var events = json.has("filter") ? events(json.get("filter"), pointer + "/filter") : EventTest.EVERY;
        int from = 1;
        Integer to = null;
        var count = json.get("count");
        if (count != null && isRange(count, pointer + "/count")) {
            from = count.has("from") ? count(count.get("from"), pointer + "/count/from") : 0;
            to = count.has("to") ? (Integer) count(count.get("to"), pointer + "/count/to") : null;
            if (to == null && from == 0) {
                wrong(pointer + "/count/from", "must be at least 1 without to: 0 or more there always are");
            } else if (to != null && to <= from) {
                wrong(pointer + "/count/to", "must be above from");
            }
        }
        var within = json.has("within") ? within(json.get("within"), pointer + "/within") : null;
        int atLeast = from;
        Integer below = to;
        return type.map(known -> new Rule.Happened(pointer, number, known, events, atLeast, below, within));
    }

    private Optional<JourneyEventType> type(JsonNode json, String pointer) {
        var type = json.isString() ? JourneyEventType.ofWireName(json.asString()) : Optional.<JourneyEventType>empty();
        if (type.isEmpty()) {
            var names = Arrays.stream(JourneyEventType.values())
                    .map(JourneyEventType::wireName)
                    .collect(Collectors.joining(", "));
            return wrong(pointer, "is no event; events are " + names);
        }
        return type;
    }

    private boolean isRange(JsonNode json, String pointer) {
        if (!json.isObject() || json.isEmpty()) {
            wrong(pointer, "must be {\"from\": …, \"to\": …} or one of the two");
            return false;
        }
        return only(json, pointer, "from", "to").isPresent();
    }

    private int count(JsonNode json, String pointer) {
        if (!json.isInt() || json.asInt() < 0 || json.asInt() > MAX_COUNT) {
            wrong(pointer, "must be a whole number from 0 to %,d".formatted(MAX_COUNT));
            return 0;
        }
        return json.asInt();
    }

    private @Nullable Duration within(JsonNode json, String pointer) {
        var duration = json.isString() ? duration(json.asString()) : null;
        if (duration == null) {
            wrong(pointer, "must be an ISO-8601 duration in weeks, days, hours, minutes and seconds, like P90D");
            return null;
        }
        if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(LONGEST) > 0) {
            wrong(pointer, "must be longer than 0 and at most 100 years");
        }
        return duration;
    }

    private static @Nullable Duration duration(String text) {
        var weeks = WEEKS.matcher(text);
        if (weeks.matches()) {
            return Duration.ofDays(7 * Long.parseLong(weeks.group(1)));
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException e) {
            return null;
        }
    }

    private EventTest events(JsonNode json, String pointer) {
        if (!json.isObject()) {
            wrong(pointer, "must be an object");
            return EventTest.EVERY;
        }
        var properties = new EnumMap<EventTest.Property, ValueTest>(EventTest.Property.class);
        var attributes = new HashMap<String, ValueTest>();
        json.properties().forEach(field -> {
            var at = pointer + "/" + escaped(field.getKey());
            var property = EventTest.Property.ofWireName(field.getKey());
            if (property.isPresent()) {
                values(field.getValue(), at, true).ifPresent(test -> properties.put(property.get(), test));
            } else if (!field.getKey().equals("attributes")) {
                wrong(at, "can be action, touchpoint, channel, service, location, source or attributes");
            } else if (!field.getValue().isObject()) {
                wrong(at, "must be an object: what each attribute must be, by its name");
            } else {
                field.getValue()
                        .properties()
                        .forEach(
                                attribute -> values(attribute.getValue(), at + "/" + escaped(attribute.getKey()), false)
                                        .ifPresent(test -> attributes.put(attribute.getKey(), test)));
            }
        });
        return new EventTest(properties, attributes);
    }

    private Optional<Rule> trait(JsonNode json, String pointer) {
        int number = conditions++;
        only(json, pointer, "trait", "is");
        var name = json.get("trait");
        if (!name.isString() || name.asString().isBlank() || name.asString().length() > MAX_LENGTH) {
            return wrong(pointer + "/trait", "must be the name of a trait");
        }
        if (!json.has("is")) {
            return wrong(pointer + "/is", "is required: what the trait must be");
        }
        return values(json.get("is"), pointer + "/is", false)
                .filter(is -> is instanceof ValueTest.Exists
                        || !TOLD_BY_NOBODY.contains(name.asString())
                        || isWrong(pointer + "/is", "can only be {\"exists\": true|false} for " + name.asString()))
                .map(is -> new Rule.Trait(pointer, number, name.asString(), is));
    }

    private Optional<Rule> consent(JsonNode json, String pointer) {
        int number = conditions++;
        only(json, pointer, "consent");
        var named = json.get("consent");
        if (!named.isString() || !purpose.test(named.asString())) {
            return wrong(pointer + "/consent", "must be a purpose that consent is kept for");
        }
        return Optional.of(new Rule.Consent(pointer, number, named.asString()));
    }

    private Optional<ValueTest> values(JsonNode json, String pointer, boolean textOnly) {
        if (!json.isObject()) {
            return set(json, pointer, textOnly).map(ValueTest.AnyOf::new);
        }
        var names = new TreeSet<>(json.propertyNames());
        if (names.equals(Set.of("not"))) {
            return set(json.get("not"), pointer + "/not", textOnly).map(ValueTest.NoneOf::new);
        }
        if (names.equals(Set.of("exists")) && json.get("exists").isBoolean()) {
            return Optional.of(new ValueTest.Exists(json.get("exists").asBoolean()));
        }
        if (!names.isEmpty() && Set.of("from", "to").containsAll(names)) {
            return range(json, pointer, textOnly);
        }
        return wrong(
                pointer,
                "must be a value, a list of values, {\"not\": …}, {\"from\": …, \"to\": …} or {\"exists\": true|false}");
    }

    private Optional<ValueTest> range(JsonNode json, String pointer, boolean textOnly) {
        var from = json.has("from")
                ? value(json.get("from"), pointer + "/from", textOnly).orElse(null)
                : null;
        var to = json.has("to")
                ? value(json.get("to"), pointer + "/to", textOnly).orElse(null)
                : null;
        if (from instanceof Boolean || to instanceof Boolean) {
            return wrong(pointer, "true and false have no order");
        }
        if (from != null && to != null) {
            if (from.getClass() != to.getClass()) {
                return wrong(pointer, "from and to must both be numbers or both be strings");
            }
            if (!new ValueTest.Between(from, to).test(from)) {
                return wrong(pointer + "/to", "must be after from");
            }
        }
        return Optional.of(new ValueTest.Between(from, to));
    }

    private Optional<Set<Object>> set(JsonNode json, String pointer, boolean textOnly) {
        if (!json.isArray()) {
            return value(json, pointer, textOnly).map(Set::of);
        }
        if (json.isEmpty() || json.size() > MAX_VALUES) {
            return wrong(pointer, "must have 1 to %,d values".formatted(MAX_VALUES));
        }
        var values = new HashSet<Object>();
        for (int i = 0; i < json.size(); i++) {
            value(json.get(i), pointer + "/" + i, textOnly).ifPresent(values::add);
        }
        return Optional.of(Set.copyOf(values));
    }

    private Optional<Object> value(JsonNode json, String pointer, boolean textOnly) {
        if (json.isString() && json.asString().length() <= MAX_LENGTH) {
            return EMAIL.matcher(json.asString()).find()
                    ? wrong(pointer, "looks like an e-mail address, which must not stand in a rule")
                    : Optional.of(json.asString());
        }
        if (!textOnly && json.isBoolean()) {
            return Optional.of(json.asBoolean());
        }
        if (!textOnly && json.isNumber() && Double.isFinite(json.doubleValue())) {
            return Optional.of(ValueTest.comparable(json.decimalValue()));
        }
        return wrong(
                pointer,
                (textOnly ? "must be a string" : "must be a string, a number, true or false")
                        + " of at most %,d characters".formatted(MAX_LENGTH));
    }

    /** Empty when there is anything else. */
    private Optional<Boolean> only(JsonNode json, String pointer, String... names) {
        var others = new TreeSet<>(json.propertyNames());
        others.removeAll(List.of(names));
        others.forEach(other -> wrong(pointer + "/" + escaped(other), "is unknown here"));
        return others.isEmpty() ? Optional.of(true) : Optional.empty();
    }

    private <T> Optional<T> wrong(String pointer, String detail) {
        problem.at(root + pointer, detail);
        return Optional.empty();
    }

    private boolean isWrong(String pointer, String detail) {
        wrong(pointer, detail);
        return false;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
