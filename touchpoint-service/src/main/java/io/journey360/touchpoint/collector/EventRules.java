package io.journey360.touchpoint.collector;

import io.journey360.events.Booked;
import io.journey360.events.Called;
import io.journey360.events.Cancelled;
import io.journey360.events.CheckedIn;
import io.journey360.events.Discovered;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Moment;
import io.journey360.events.Money;
import io.journey360.events.NoShow;
import io.journey360.events.Rescheduled;
import io.journey360.events.Retracted;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Served;
import io.journey360.events.Slot;
import io.journey360.events.SurveyKind;
import io.journey360.platform.identity.IdentityValues;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.surveys.SurveyScales;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an event must keep to before it may enter the log. Here identity values become pseudonyms and leave. */
@Component
public final class EventRules {

    public static final Duration FURTHEST_AHEAD = Duration.ofHours(24);
    static final int MOST_ATTRIBUTES = 50;
    static final int MOST_ATTRIBUTE_BYTES = 8 * 1024;
    static final String REMOVED = "[removed]";

    private static final int LONGEST_TEXT = 256;
    private static final int MOST_AMOUNT_DIGITS = 18;
    private static final int MOST_AMOUNT_DECIMALS = 6;
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    /** In lower case. */
    public static final Set<String> RESERVED_SOURCES =
            Set.of("booking-service", "touchpoint-service", "profile-service");

    private static final String TYPE_PREFIX = "journey.";
    private static final String RETRACTED = "journey.retracted";
    private static final Field[] FIELDS = Field.values();

    private final Pseudonyms pseudonyms;
    private final Clock clock;
    private final SurveyScales surveys;
    private final Set<String> deniedAttributes;

    EventRules(Pseudonyms pseudonyms, Clock clock, CollectorSettings settings, SurveyScales surveys) {
        this.pseudonyms = pseudonyms;
        this.clock = clock;
        this.surveys = surveys;
        this.deniedAttributes = settings.deniedAttributes();
    }

    /** @throws Problem 503 when it names a survey of which it is not known yet whether it is defined; its neighbours are to wait too */
    public Item check(EventDraft draft) {
        var id = draft.value(Field.ID) instanceof String text ? text : null;
        var item = new Check(draft).run();
        if (item != null && draft.errors().isEmpty()) {
            return item;
        }
        var problem = Problem.of(400, "invalid-event", "The event is not valid");
        draft.errors().forEach(error -> problem.at(error.pointer(), error.detail()));
        return new Item.Refused(id, problem);
    }

    /** One pass over a draft; each step notes errors in it. */
    private final class Check {

        private final EventDraft draft;
        private final List<String> removed = new ArrayList<>(0);

        Check(EventDraft draft) {
            this.draft = draft;
        }

        @Nullable Item run() {
            var specversion = text(Field.SPECVERSION, true);
            if (specversion != null && !specversion.equals("1.0")) {
                draft.error(Field.SPECVERSION.pointer(), "must be 1.0");
            }
            var id = text(Field.ID, true);
            var source = text(Field.SOURCE, true);
            if (source != null && RESERVED_SOURCES.contains(source.toLowerCase(Locale.ROOT))) {
                draft.error(Field.SOURCE.pointer(), "is reserved for Journey 360 itself");
            }
            var typeName = text(Field.TYPE, true);
            var now = clock.instant();
            var told = instant(Field.TIME);
            var time = corrected(told);
            if (time != null && time.isAfter(now.plus(FURTHEST_AHEAD))) {
                draft.error(Field.TIME.pointer(), "must not be more than 24 hours ahead");
            }
            var occurredAt = time != null ? time : now;
            if (typeName == null) {
                return null;
            }
            if (typeName.equals(RETRACTED)) {
                return retraction(id, source, told, occurredAt);
            }
            var type = typeName.startsWith(TYPE_PREFIX)
                    ? JourneyEventType.ofWireName(typeName.substring(TYPE_PREFIX.length()))
                            .orElse(null)
                    : null;
            if (type == null) {
                draft.error(Field.TYPE.pointer(), "is not a type of event; see the API's documentation");
                return null;
            }
            for (var field : FIELDS) {
                if (draft.has(field) && !field.fits(type)) {
                    notAFieldOf(typeName, field);
                }
            }
            var customer = identity(Field.CUSTOMER);
            var anonymous = identity(Field.ANONYMOUS);
            if (customer == null
                    && anonymous == null
                    && !draft.hasErrorAt(Field.CUSTOMER.pointer())
                    && !draft.hasErrorAt(Field.ANONYMOUS.pointer())) {
                draft.error(Field.CUSTOMER.pointer(), "is required unless anonymous is given");
            }
            var touchpoint = text(Field.TOUCHPOINT, false);
            var channel = text(Field.CHANNEL, false);
            var service = text(Field.SERVICE, false);
            var location = text(Field.LOCATION, false);
            var booking = text(Field.BOOKING, false);
            var value = money();
            var attributes = attributes();
            var slot = slot();
            var action = text(Field.ACTION, type == JourneyEventType.INTERACTED);
            var method = text(Field.METHOD, false);
            var outcome = text(Field.OUTCOME, false);
            var started = instant(Field.STARTED);
            var ended = instant(Field.ENDED);
            if (started != null && ended != null && ended.isBefore(started)) {
                draft.error(Field.ENDED.pointer(), "must not be before started");
            }
            boolean isReview = type == JourneyEventType.REVIEWED;
            var survey = text(Field.SURVEY, isReview);
            boolean isScaleTold = draft.has(Field.SCALE_MIN) || draft.has(Field.SCALE_MAX);
            var definedScale = survey == null ? null : definedScale(survey, isScaleTold);
            var score = number(Field.SCORE, isReview);
            var toldScale = scale(isReview && definedScale == null || isScaleTold);
            if (definedScale != null && toldScale != null && !definedScale.equals(toldScale)) {
                draft.error(Field.SCALE_MIN.memberPointer(), "is not the scale the survey is defined with");
            }
            var scale = definedScale == null ? toldScale : definedScale;
            if (score != null && scale != null && (score < scale.min() || score > scale.max())) {
                draft.error(Field.SCORE.pointer(), "must lie within the scale");
            }
            var text = reviewText();
            if (!draft.errors().isEmpty() || id == null || source == null) {
                return null;
            }
            var customerKey = customer == null ? null : pseudonyms.customer(customer, source);
            var anonymousKey = anonymous == null ? null : pseudonyms.anonymous(anonymous, source);
            var moment = new Moment(
                    customerKey,
                    anonymousKey,
                    occurredAt,
                    source,
                    id,
                    touchpoint,
                    channel,
                    service,
                    location,
                    booking,
                    value,
                    attributes);
            var event =
                    switch (type) {
                        case DISCOVERED -> new Discovered(moment);
                        case INTERACTED -> new Interacted(moment, present(action));
                        case BOOKED -> new Booked(moment, slot);
                        case RESCHEDULED -> new Rescheduled(moment, slot);
                        case CANCELLED -> new Cancelled(moment, slot);
                        case CHECKED_IN -> new CheckedIn(moment, slot, method);
                        case CALLED -> new Called(moment, slot);
                        case SERVED -> new Served(moment, slot, outcome, started, ended);
                        case NO_SHOW -> new NoShow(moment, slot);
                        case REVIEWED -> new Reviewed(moment, present(survey), present(score), present(scale));
                    };
            return new Item.Event(
                    EventKeys.key(source, id),
                    id,
                    event,
                    moment.identity(),
                    digest(event, told, toldScale, text),
                    List.copyOf(removed),
                    text == null ? null : new PersonalText(text));
        }

        private @Nullable Instant corrected(@Nullable Instant told) {
            if (told == null) {
                return null;
            }
            try {
                return told.minus(draft.clockAhead());
            } catch (DateTimeException | ArithmeticException e) {
                draft.error(Field.TIME.pointer(), "is out of range");
                return told;
            }
        }

        private @Nullable Item retraction(
                @Nullable String id, @Nullable String source, @Nullable Instant time, Instant occurredAt) {
            for (var field : FIELDS) {
                if (draft.has(field) && !field.fitsRetraction()) {
                    notAFieldOf(RETRACTED, field);
                }
            }
            if (!draft.attributes().isEmpty()) {
                draft.error("/data/attributes", "is not a field of " + RETRACTED);
            }
            var retractedSource = text(Field.RETRACTED_SOURCE, true);
            var retractedId = text(Field.RETRACTED_ID, true);
            if (retractedSource != null && source != null && !retractedSource.equals(source)) {
                draft.error(Field.RETRACTED_SOURCE.pointer(), "must be the event's own source");
            }
            if (!draft.errors().isEmpty() || id == null || source == null || retractedId == null) {
                return null;
            }
            var event = new Retracted(source, id, retractedId, occurredAt);
            var digest = new ContentDigest().add(RETRACTED).add(time).add(retractedId);
            return new Item.Event(EventKeys.key(source, id), id, event, null, digest.hex(), List.of(), null);
        }

        private void notAFieldOf(String typeName, Field field) {
            if (!draft.hasErrorAt(field.memberPointer())) {
                draft.error(field.memberPointer(), "is not a field of " + typeName);
            }
        }

        private @Nullable String text(Field field, boolean required) {
            var value = draft.value(field);
            if (value == null) {
                missing(field, required);
                return null;
            }
            if (!(value instanceof String text)) {
                draft.error(field.pointer(), "must be a string");
                return null;
            }
            var problem = textProblem(text);
            if (problem == null && PersonalLook.isEmail(text)) {
                problem = "looks like an e-mail address, which may only stand in customer or anonymous";
            }
            if (problem != null) {
                draft.error(field.pointer(), problem);
                return null;
            }
            return text;
        }

        private @Nullable String reviewText() {
            if (!(draft.value(Field.TEXT) instanceof String text)) {
                return null;
            }
            var problem = PersonalText.problem(text);
            if (problem != null) {
                draft.error(Field.TEXT.pointer(), problem);
            }
            return text;
        }

        private @Nullable String identity(Field field) {
            if (!(draft.value(field) instanceof String value)) {
                return null;
            }
            var problem = IdentityValues.problem(value);
            if (problem != null) {
                draft.error(field.pointer(), problem);
                return null;
            }
            return value;
        }

        private @Nullable Instant instant(Field field) {
            var value = draft.value(field);
            if (value instanceof Instant instant) {
                return instant;
            }
            if (!(value instanceof String text)) {
                return null;
            }
            try {
                var usual = UtcTimes.parse(text);
                return usual != null ? usual : OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                draft.error(field.pointer(), "must be an ISO-8601 date and time with offset");
                return null;
            }
        }

        private @Nullable Double number(Field field, boolean required) {
            if (!(draft.value(field) instanceof BigDecimal value)) {
                missing(field, required);
                return null;
            }
            double number = value.doubleValue();
            if (!Double.isFinite(number)) {
                draft.error(field.pointer(), "is out of range");
                return null;
            }
            return number;
        }

        private void missing(Field field, boolean required) {
            if (required && !draft.hasErrorAt(field.pointer())) {
                draft.error(field.pointer(), "is required");
            }
        }

        private @Nullable Money money() {
            if (!draft.has(Field.AMOUNT) && !draft.has(Field.CURRENCY)) {
                return null;
            }
            var currency = text(Field.CURRENCY, true);
            if (currency != null && !CURRENCY.matcher(currency).matches()) {
                draft.error(Field.CURRENCY.pointer(), "must be an ISO 4217 code of three capital letters");
            }
            if (!(draft.value(Field.AMOUNT) instanceof BigDecimal given)) {
                missing(Field.AMOUNT, true);
                return null;
            }
            var amount = given.stripTrailingZeros();
            if ((long) amount.precision() - amount.scale() > MOST_AMOUNT_DIGITS
                    || amount.scale() > MOST_AMOUNT_DECIMALS) {
                draft.error(
                        Field.AMOUNT.pointer(),
                        "must have at most " + MOST_AMOUNT_DIGITS + " digits before and " + MOST_AMOUNT_DECIMALS
                                + " after the point");
                return null;
            }
            return currency == null ? null : new Money(amount.setScale(Math.max(0, amount.scale())), currency);
        }

        private @Nullable Slot slot() {
            if (!draft.has(Field.SLOT_START) && !draft.has(Field.SLOT_END)) {
                return null;
            }
            missing(Field.SLOT_START, !draft.has(Field.SLOT_START));
            missing(Field.SLOT_END, !draft.has(Field.SLOT_END));
            var start = instant(Field.SLOT_START);
            var end = instant(Field.SLOT_END);
            if (start == null || end == null) {
                return null;
            }
            if (!start.isBefore(end)) {
                draft.error(Field.SLOT_END.pointer(), "must be after start");
                return null;
            }
            return new Slot(start, end);
        }

        private @Nullable Scale scale(boolean required) {
            var min = number(Field.SCALE_MIN, required);
            var max = number(Field.SCALE_MAX, required);
            if (min == null || max == null) {
                return null;
            }
            if (min >= max) {
                draft.error(Field.SCALE_MAX.pointer(), "must be above min");
                return null;
            }
            return new Scale(min, max);
        }

        /** Null where reviews name a kind of survey only, and their own scale. */
        private @Nullable Scale definedScale(String survey, boolean isScaleTold) {
            var defined = surveys.scale(survey);
            boolean isKind = SurveyKind.ofWireName(survey).isPresent();
            if (defined.isEmpty() && !surveys.areKnown() && !(isKind && isScaleTold)) {
                throw surveys.notKnownYet();
            }
            if (defined.isEmpty() && !isKind) {
                draft.error(Field.SURVEY.pointer(), "must be nps, csat, ces, stars or the name of a defined survey");
            }
            return defined.orElse(null);
        }

        private Map<String, Object> attributes() {
            var given = draft.attributes();
            if (given.isEmpty()) {
                return Map.of();
            }
            if (draft.leavesOutBadAttributes()) {
                return fittingAttributes(given);
            }
            if (given.size() > MOST_ATTRIBUTES) {
                draft.error("/data/attributes", "must have at most " + MOST_ATTRIBUTES + " members");
                return Map.of();
            }
            var kept = HashMap.<String, Object>newHashMap(given.size());
            int bytes = 0;
            for (var attribute : given.entrySet()) {
                var name = attribute.getKey();
                var value = attribute.getValue();
                bytes += utf8Length(name) + (value instanceof String text ? utf8Length(text) : Long.BYTES);
                var nameProblem = attributeNameProblem(name);
                if (nameProblem != null) {
                    draft.error(EventDraft.attributePointer(name), nameProblem);
                } else if (PersonalLook.isDeniedName(name, deniedAttributes)) {
                    removed.add(EventDraft.attributePointer(name));
                } else if (value instanceof String text) {
                    var problem = PersonalText.characterProblem(text, true);
                    if (problem != null) {
                        draft.error(EventDraft.attributePointer(name), problem);
                    } else if (PersonalLook.isEmail(text) || PersonalLook.isPhone(text)) {
                        removed.add(EventDraft.attributePointer(name));
                        kept.put(name, REMOVED);
                    } else {
                        kept.put(name, text);
                    }
                } else {
                    kept.put(name, value);
                }
            }
            if (bytes > MOST_ATTRIBUTE_BYTES) {
                draft.error("/data/attributes", "must have at most 8 KiB together");
            }
            return kept;
        }

        private Map<String, Object> fittingAttributes(Map<String, Object> given) {
            var kept = HashMap.<String, Object>newHashMap(given.size());
            int bytes = 0;
            for (var attribute : given.entrySet()) {
                var name = attribute.getKey();
                var value = attribute.getValue();
                var text = value instanceof String string ? string : null;
                int size = utf8Length(name) + (text != null ? utf8Length(text) : Long.BYTES);
                if (attributeNameProblem(name) != null
                        || PersonalLook.isDeniedName(name, deniedAttributes)
                        || text != null && PersonalText.characterProblem(text, true) != null
                        || kept.size() == MOST_ATTRIBUTES
                        || bytes + size > MOST_ATTRIBUTE_BYTES) {
                    removed.add(EventDraft.attributePointer(name));
                } else if (text != null && (PersonalLook.isEmail(text) || PersonalLook.isPhone(text))) {
                    removed.add(EventDraft.attributePointer(name));
                    kept.put(name, REMOVED);
                    bytes += size;
                } else {
                    kept.put(name, value);
                    bytes += size;
                }
            }
            return kept;
        }
    }

    private static @Nullable String attributeNameProblem(String name) {
        if (name.startsWith("$")) {
            return "must not begin with $";
        }
        if (PersonalLook.isEmail(name)) {
            return "looks like an e-mail address";
        }
        return textProblem(name);
    }

    private static @Nullable String textProblem(String text) {
        if (text.isBlank()) {
            return "must not be blank";
        }
        if (text.length() > LONGEST_TEXT) {
            return "must have at most " + LONGEST_TEXT + " characters";
        }
        return PersonalText.characterProblem(text, false);
    }

    private static int utf8Length(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return text.length();
    }

    private static <T> T present(@Nullable T checked) {
        if (checked == null) {
            throw new IllegalStateException("A required field was not checked");
        }
        return checked;
    }

    /**
     * @param time as the sender told it; an event without one is the same event whenever it is sent again
     * @param scale as the sender told it; a survey may have another one when an event is sent again
     * @param text goes in as a pseudonym: the digest stands in the log, where a guess at the text could be tried on it
     */
    private String digest(JourneyEvent event, @Nullable Instant time, @Nullable Scale scale, @Nullable String text) {
        var digest = new ContentDigest().add(event.type()).add(time).add(event.moment());
        var whole =
                switch (event) {
                    case Discovered e -> digest;
                    case Interacted e -> digest.add(e.action());
                    case Booked e -> digest.add(e.slot());
                    case Rescheduled e -> digest.add(e.slot());
                    case Cancelled e -> digest.add(e.slot());
                    case CheckedIn e -> digest.add(e.slot()).add(e.method());
                    case Called e -> digest.add(e.slot());
                    case Served e ->
                        digest.add(e.slot()).add(e.outcome()).add(e.started()).add(e.ended());
                    case NoShow e -> digest.add(e.slot());
                    case Reviewed e -> digest.add(e.survey()).add(e.score()).add(scale);
                };
        if (text != null) {
            whole.add(pseudonyms.hmac("review text", text));
        }
        return whole.hex();
    }
}
