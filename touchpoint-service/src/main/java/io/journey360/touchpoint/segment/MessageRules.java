package io.journey360.touchpoint.segment;

import io.journey360.events.Aliased;
import io.journey360.events.Identified;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Moment;
import io.journey360.events.PublishedEvent;
import io.journey360.platform.identity.MergeIds;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.problem.Problem;
import io.journey360.platform.problem.Problem.FieldError;
import io.journey360.touchpoint.collector.ContentDigest;
import io.journey360.touchpoint.collector.EventDraft;
import io.journey360.touchpoint.collector.EventRules;
import io.journey360.touchpoint.collector.Field;
import io.journey360.touchpoint.collector.Item;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a message of Segment's spec means here. Journey events go by the collector's own rules, so what may not enter there does not
 * enter here; what Segment allows and those refuse of properties is left out, and said.
 */
@Component
class MessageRules {

    /** Of one message, as Segment has it. */
    static final int MOST_BYTES = 32 * 1024;

    /** The code of what is no message at all. */
    static final String MALFORMED = "malformed-json";

    private static final String PAGE_VIEWED = "page-viewed";
    private static final String SCREEN_VIEWED = "screen-viewed";
    private static final String GROUP_JOINED = "group-joined";
    private static final String ATTRIBUTES = "/data/attributes/";
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /** Properties of any tracked event that are fields of ours. */
    private static final List<Field> ALWAYS_FIELDS = List.of(Field.TOUCHPOINT, Field.CHANNEL);

    /** Those of a tracked event that the settings make a journey event; as attributes they would say the same twice. */
    private static final List<Field> MAPPED_FIELDS = List.of(
            Field.SERVICE,
            Field.LOCATION,
            Field.BOOKING,
            Field.SLOT_START,
            Field.SLOT_END,
            Field.METHOD,
            Field.OUTCOME,
            Field.STARTED,
            Field.ENDED,
            Field.SURVEY,
            Field.SCORE,
            Field.SCALE_MIN,
            Field.SCALE_MAX);

    private final EventRules rules;
    private final JsonMapper json;
    private final SegmentSettings settings;
    private final Pseudonyms pseudonyms;

    MessageRules(EventRules rules, JsonMapper json, SegmentSettings settings, Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
        this.rules = rules;
        this.json = json;
        this.settings = settings;
    }

    /**
     * What is known of a message beside its own JSON.
     *
     * @param call null in a batch, where each message names its own
     * @param sentAt of the batch, for messages that have none of their own
     * @param context of the batch, for what a message's own does not say
     */
    record Told(
            @Nullable Call call,
            Sender sender,
            Instant receivedAt,
            @Nullable JsonNode sentAt,
            @Nullable JsonNode context) {}

    Message check(byte[] message, Told told) {
        if (message.length > MOST_BYTES) {
            return refused("unknown", null, tooLarge());
        }
        JsonNode tree;
        try {
            tree = json.readTree(message);
        } catch (JacksonException e) {
            return refused("unknown", null, Problem.of(400, MALFORMED, "The message is not valid JSON"));
        }
        if (!tree.isObject()) {
            return refused("unknown", null, Problem.of(400, MALFORMED, "A message must be a JSON object"));
        }
        var call = told.call();
        if (call == null) {
            var type = tree.get("type");
            call = type != null && type.isString()
                    ? Call.ofWireName(type.asString()).orElse(null)
                    : null;
            if (call == null) {
                return refused(
                        "unknown",
                        text(tree.get("messageId")),
                        invalid("/type", "must be track, identify, page, screen, group or alias"));
            }
        }
        return new Check(tree, call, told).run();
    }

    private static Problem tooLarge() {
        return Problem.of(400, "too-large", "A message must have at most " + MOST_BYTES + " bytes");
    }

    private static Problem invalid(String pointer, String detail) {
        return Problem.of(400, "invalid-message", "The message is not valid").at(pointer, detail);
    }

    private static Message refused(String call, @Nullable String id, Problem problem) {
        return new Message.Refused(call, id, problem);
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        return value != null && value.isString() ? value.asString() : null;
    }

    private final class Check {

        private final JsonNode message;
        private final Call call;
        private final Told told;
        private final String id;
        private final List<String> removed = new ArrayList<>();
        private final List<FieldError> errors = new ArrayList<>();

        Check(JsonNode message, Call call, Told told) {
            this.message = message;
            this.call = call;
            this.told = told;
            var given = identity("messageId");
            // As Segment does: a message without an id is another one each time it is sent.
            this.id = given != null ? given : "segment-" + UUID.randomUUID();
        }

        Message run() {
            var userId = identity("userId");
            var anonymousId = identity("anonymousId");
            if (userId == null && anonymousId == null && errors.isEmpty()) {
                errors.add(new FieldError("/userId", "is required unless anonymousId is given"));
            }
            if (!errors.isEmpty()) {
                return refusal();
            }
            return switch (call) {
                case TRACK, PAGE, SCREEN, GROUP -> event(userId, anonymousId);
                case IDENTIFY -> identify(userId, anonymousId);
                case ALIAS -> alias(userId, anonymousId);
            };
        }

        /** Some libraries send numbers, and some an empty text where there is none. */
        private @Nullable String identity(String name) {
            var value = message.get(name);
            if (value == null
                    || value.isNull()
                    || value.isString() && value.asString().isEmpty()) {
                return null;
            }
            if (value.isString() || value.isIntegralNumber()) {
                return value.asString();
            }
            errors.add(new FieldError("/" + name, "must be a string"));
            return null;
        }

        private Message refusal() {
            var problem = Problem.of(400, "invalid-message", "The message is not valid");
            errors.forEach(error -> problem.at(error.pointer(), error.detail()));
            return refused(call.wireName(), id, problem);
        }

        private Message notAllowed(String pointer, String detail) {
            return refused(
                    call.wireName(),
                    id,
                    Problem.of(
                                    403,
                                    "not-allowed",
                                    "A key that stands in a page sends anonymous events and identifies whom nobody claimed, no more")
                            .at(pointer, detail));
        }

        private Message taken(List<Item.Event> events) {
            return taken(events, Optional.empty());
        }

        private Message taken(List<Item.Event> events, Optional<Traits> traits) {
            return new Message.Told(call.wireName(), id, events, traits, List.copyOf(removed));
        }

        private Message event(@Nullable String userId, @Nullable String anonymousId) {
            var customer = userId;
            if (!told.sender().trusted()) {
                if (anonymousId == null) {
                    return notAllowed("/anonymousId", "is required");
                }
                if (customer != null) {
                    removed.add("/userId");
                    customer = null;
                }
            }
            var draft = draft(customer, anonymousId);
            draft.leaveOutBadAttributes();
            var channel = message.get("channel");
            if (channel != null && channel.isString()) {
                draft.text(Field.CHANNEL, channel.asString());
            }
            switch (call) {
                case TRACK -> track(draft);
                case PAGE -> viewed(draft, PAGE_VIEWED);
                case SCREEN -> viewed(draft, SCREEN_VIEWED);
                default -> joined(draft);
            }
            context(draft);
            return switch (rules.check(draft)) {
                case Item.Refused refused -> refusal(refused);
                case Item.Event event -> {
                    event.removed().forEach(pointer -> removed.add(pointer(pointer)));
                    yield taken(List.of(event));
                }
            };
        }

        private EventDraft draft(@Nullable String customer, @Nullable String anonymous) {
            var draft = new EventDraft();
            draft.text(Field.SPECVERSION, "1.0");
            draft.text(Field.ID, id);
            draft.text(Field.SOURCE, told.sender().source());
            if (customer != null) {
                draft.text(Field.CUSTOMER, customer);
            }
            if (anonymous != null) {
                draft.text(Field.ANONYMOUS, anonymous);
            }
            time(draft);
            return draft;
        }

        /**
         * Segment's correction for clocks that are wrong: timestamp = receivedAt - (sentAt - originalTimestamp). (Segment, Spec: Common
         * Fields, Timestamps.)
         */
        private void time(EventDraft draft) {
            var original = message.hasNonNull("originalTimestamp") ? "originalTimestamp" : "timestamp";
            var given = message.get(original);
            if (given == null || given.isNull()) {
                return;
            }
            var at = given.isString() ? instant(given.asString()) : null;
            if (at == null) {
                draft.error("/" + original, "must be an ISO-8601 date and time");
                return;
            }
            draft.instant(Field.TIME, at);
            var sentAt = message.hasNonNull("sentAt") ? message.get("sentAt") : told.sentAt();
            var sent = sentAt != null && sentAt.isString() ? instant(sentAt.asString()) : null;
            if (sent != null) {
                draft.clockAhead(ahead(sent));
            }
        }

        private Duration ahead(Instant sent) {
            try {
                return Duration.between(told.receivedAt(), sent);
            } catch (ArithmeticException e) {
                return Duration.ZERO;
            }
        }

        private void track(EventDraft draft) {
            var given = message.get("event");
            var name = text(given);
            var type = name == null ? null : settings.events().get(name);
            draft.text(Field.TYPE, "journey." + (type == null ? "interacted" : type));
            if (name == null) {
                draft.error(
                        Field.ACTION.pointer(), given == null || given.isNull() ? "is required" : "must be a string");
            } else if (type == null || type.equals(JourneyEventType.INTERACTED.wireName())) {
                draft.text(Field.ACTION, name);
            }
            var properties = message.get("properties");
            var used = new ArrayList<String>();
            ALWAYS_FIELDS.forEach(field -> field(draft, properties, field, used));
            if (type != null) {
                MAPPED_FIELDS.forEach(field -> field(draft, properties, field, used));
            }
            money(draft, properties, used);
            flat(draft, properties, Set.copyOf(used));
        }

        /** Takes a property named like the field, if it is of a kind that can be one. */
        private static void field(EventDraft draft, @Nullable JsonNode properties, Field field, List<String> used) {
            if (properties == null) {
                return;
            }
            var path = field.pointer().substring("/data".length());
            var value = properties.at(path);
            boolean fits = field.isNumber() ? value.isNumber() : value.isString();
            if (fits && !draft.isSet(field)) {
                if (field.isNumber()) {
                    draft.number(field, value.decimalValue());
                } else {
                    draft.text(field, value.asString());
                }
                used.add(path.split("/", 3)[1]);
            }
        }

        /** Segment's own names for what an event is worth. (Segment, Spec: Track, Properties.) */
        private static void money(EventDraft draft, @Nullable JsonNode properties, List<String> used) {
            if (properties == null) {
                return;
            }
            var revenue = properties.get("revenue");
            var currency = text(properties.get("currency"));
            if (revenue != null
                    && revenue.isNumber()
                    && currency != null
                    && CURRENCY.matcher(currency).matches()) {
                draft.number(Field.AMOUNT, revenue.decimalValue());
                draft.text(Field.CURRENCY, currency);
                used.add("revenue");
                used.add("currency");
            }
        }

        private void viewed(EventDraft draft, String action) {
            draft.text(Field.TYPE, "journey.interacted");
            draft.text(Field.ACTION, action);
            var properties = message.get("properties");
            var name = text(message.get("name"));
            if (name == null && properties != null) {
                name = text(properties.get("name"));
            }
            if (name != null && !name.isBlank()) {
                draft.text(Field.TOUCHPOINT, name);
            }
            var category = text(message.get("category"));
            if (category != null && !category.isBlank()) {
                draft.attribute("category", category);
            }
            flat(draft, properties, Set.of("name"));
        }

        private void joined(EventDraft draft) {
            draft.text(Field.TYPE, "journey.interacted");
            draft.text(Field.ACTION, GROUP_JOINED);
            var group = identity("groupId");
            if (group == null) {
                draft.error("/groupId", "is required");
                return;
            }
            draft.attribute("group", group);
            flat(draft, message.get("traits"), Set.of());
        }

        private void flat(EventDraft draft, @Nullable JsonNode properties, Set<String> except) {
            var leftOut = new ArrayList<String>();
            Flat.into(draft, properties, except, leftOut);
            leftOut.forEach(name -> removed.add(pointer(EventDraft.attributePointer(name))));
        }

        private void context(EventDraft draft) {
            settings.context().forEach((path, attribute) -> {
                var pointer = "/" + path.replace('.', '/');
                var value = at(message.get("context"), pointer);
                if (value == null) {
                    value = at(told.context(), pointer);
                }
                // A query that is asked for by name is wanted.
                var scalar = value == null ? null : path.equals("page.search") ? text(value) : Flat.scalar(value);
                if (scalar != null && !(scalar instanceof String blank && blank.isBlank())) {
                    Flat.add(draft, attribute, scalar);
                }
            });
        }

        private static @Nullable JsonNode at(@Nullable JsonNode context, String pointer) {
            if (context == null) {
                return null;
            }
            var value = context.at(pointer);
            return value.isMissingNode() || value.isNull() ? null : value;
        }

        private Message identify(@Nullable String userId, @Nullable String anonymousId) {
            if (!told.sender().trusted() && anonymousId == null) {
                return notAllowed("/anonymousId", "is required");
            }
            return switch (checked(userId, anonymousId)) {
                case Item.Refused refused -> refusal(refused);
                case Item.Event event -> {
                    var moment = moment(event);
                    yield taken(List.of(identified(event, moment.customer(), moment.anonymous())), traits(moment));
                }
            };
        }

        /** What a page tells, it tells of the visitor it sees: of the customer only as long as the two are one person. */
        private Optional<Traits> traits(Moment moment) {
            var whose = told.sender().trusted() ? moment.identity() : moment.anonymous();
            return whose == null
                    ? Optional.empty()
                    : Traits.of(
                            message.get("traits"),
                            whose,
                            moment.source(),
                            id,
                            moment.occurredAt(),
                            pseudonyms,
                            removed);
        }

        private Message alias(@Nullable String userId, @Nullable String anonymousId) {
            if (userId == null) {
                errors.add(new FieldError("/userId", "is required"));
                return refusal();
            }
            var given = identity("previousId");
            var previous = given != null ? given : anonymousId;
            if (previous == null) {
                errors.add(new FieldError("/previousId", "is required"));
                return refusal();
            }
            // A page knows nobody by another customer's name, and its library sends the cookie's value as the previous
            // one.
            boolean isDevice = previous.equals(anonymousId) || !told.sender().trusted();
            return isDevice ? link(userId, previous) : merge(userId, previous);
        }

        private Message link(String userId, String device) {
            return switch (checked(userId, device)) {
                case Item.Refused refused -> refusal(refused);
                case Item.Event event -> {
                    var moment = moment(event);
                    yield taken(List.of(identified(event, moment.customer(), moment.anonymous())));
                }
            };
        }

        private Message merge(String userId, String previousId) {
            var customer = checked(userId, null);
            var previous = checked(previousId, null);
            if (customer instanceof Item.Refused refused) {
                return refusal(refused);
            }
            if (previous instanceof Item.Refused refused) {
                refused.problem()
                        .errors()
                        .forEach(error -> errors.add(new FieldError(
                                error.pointer().equals(Field.CUSTOMER.pointer())
                                        ? "/previousId"
                                        : pointer(error.pointer()),
                                error.detail())));
                return refusal();
            }
            var event = (Item.Event) customer;
            var moment = moment(event);
            var key = moment.identity();
            var previousKey = moment((Item.Event) previous).identity();
            if (key.equals(previousKey)) {
                errors.add(new FieldError("/previousId", "must not be the userId"));
                return refusal();
            }
            var aliased = new Aliased(
                    MergeIds.of(key, previousKey), key, previousKey, moment.source(), id, moment.occurredAt());
            return taken(List.of(statement(event, aliased, key, previousKey)));
        }

        private Item.Event identified(
                Item.Event checked, @Nullable IdentityKey customer, @Nullable IdentityKey anonymous) {
            var moment = moment(checked);
            var told = new Identified(
                    customer, anonymous, this.told.sender().trusted(), moment.source(), id, moment.occurredAt());
            return statement(checked, told, customer, anonymous);
        }

        private static Item.Event statement(
                Item.Event checked, PublishedEvent told, @Nullable IdentityKey one, @Nullable IdentityKey other) {
            var digest = new ContentDigest()
                    .add(told.getClass().getSimpleName())
                    .add(checked.digest())
                    .add(one)
                    .add(other);
            return new Item.Event(checked.key(), checked.id(), told, checked.identity(), digest.hex(), List.of(), null);
        }

        /** The rules of a moment are those of a statement about identities: ids, values, time. */
        private Item checked(@Nullable String customer, @Nullable String anonymous) {
            var draft = draft(customer, anonymous);
            draft.text(Field.TYPE, "journey.discovered");
            return rules.check(draft);
        }

        private static Moment moment(Item.Event checked) {
            return ((JourneyEvent) checked.event()).moment();
        }

        private Message refusal(Item.Refused refused) {
            if (refused.problem().errors().isEmpty()) {
                return refused(call.wireName(), id, refused.problem());
            }
            refused.problem()
                    .errors()
                    .forEach(error -> errors.add(new FieldError(pointer(error.pointer()), error.detail())));
            return refusal();
        }

        /** Where in the message stands what the collector names by its own fields. */
        private String pointer(String collected) {
            if (collected.startsWith(ATTRIBUTES)) {
                return (call == Call.GROUP ? "/traits/" : "/properties/") + collected.substring(ATTRIBUTES.length());
            }
            return switch (collected) {
                case "/id" -> "/messageId";
                case "/time" -> "/timestamp";
                case "/data/customer" -> "/userId";
                case "/data/anonymous" -> call == Call.ALIAS ? "/previousId" : "/anonymousId";
                case "/data/action" -> "/event";
                case "/data/channel" -> message.hasNonNull("channel") ? "/channel" : "/properties/channel";
                case "/data/touchpoint" -> call == Call.TRACK ? "/properties/touchpoint" : "/name";
                case "/data/value/amount" -> "/properties/revenue";
                case "/data/value/currency" -> "/properties/currency";
                default ->
                    collected.startsWith("/data/") ? "/properties" + collected.substring("/data".length()) : collected;
            };
        }
    }

    /** Libraries write dates and times with an offset; one without is taken for UTC, as their docs say all are. */
    private static @Nullable Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            try {
                return text.indexOf('T') < 0
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException neither) {
                return null;
            }
        }
    }
}
