package io.journey360.profile.personas;

import io.journey360.events.ConsentEvent;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.ProfileErased;
import io.journey360.events.RetentionDue;
import io.journey360.events.Retracted;
import io.journey360.events.TraitsChanged;
import io.journey360.profile.links.FoldedEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Whom a rule holds for, the long way: everything that was ever told is looked at again for each question. */
final class NaivePersona {

    private final List<FoldedEvent> told;
    private final Map<String, Map<String, Object>> values;

    /** @param values of traits by their change and name */
    NaivePersona(List<FoldedEvent> told, Map<String, Map<String, Object>> values) {
        this.told = told;
        this.values = values;
    }

    /** Whether somebody was ever named by an event, since they were erased. */
    boolean isKnown(IdentityKey identity) {
        return told.stream()
                .filter(event -> event.position() > erasedAt(identity))
                .anyMatch(event -> !(event.event() instanceof ProfileErased)
                        && !(event.event() instanceof RetentionDue)
                        && event.event().toString().contains(identity.value()));
    }

    boolean holds(JsonNode rule, List<IdentityKey> person, Instant now) {
        if (rule.has("all")) {
            return rule.get("all").valueStream().allMatch(part -> holds(part, person, now));
        }
        if (rule.has("any")) {
            return rule.get("any").valueStream().anyMatch(part -> holds(part, person, now));
        }
        if (rule.has("not")) {
            return !holds(rule.get("not"), person, now);
        }
        if (rule.has("event")) {
            long count = count(rule, person, now);
            var range = rule.path("count");
            long from = range.isMissingNode() ? 1 : range.path("from").asLong(0);
            return count >= from && (!range.has("to") || count < range.get("to").asLong());
        }
        if (rule.has("trait")) {
            var value = value(rule.get("trait").asString(), person);
            var is = rule.get("is");
            if (is.has("exists")) {
                return value.isPresent() == is.get("exists").asBoolean();
            }
            if (is.has("from")) {
                return value.orElse(null) instanceof BigDecimal number
                        && number.compareTo(is.get("from").decimalValue()) >= 0;
            }
            return value.filter(is.asString()::equals).isPresent();
        }
        return allows(rule.get("consent").asString(), person);
    }

    private long count(JsonNode condition, List<IdentityKey> person, Instant now) {
        return told.stream()
                .filter(event -> event.event() instanceof JourneyEvent)
                .filter(event -> {
                    var journey = (JourneyEvent) event.event();
                    var moment = journey.moment();
                    var identity = moment.identity();
                    return person.contains(identity)
                            && journey.type()
                                    .wireName()
                                    .equals(condition.get("event").asString())
                            && (!condition.has("filter")
                                    || journey instanceof Interacted interacted
                                            && interacted
                                                    .action()
                                                    .equals(condition
                                                            .get("filter")
                                                            .get("action")
                                                            .asString()))
                            && event.position() > erasedAt(identity)
                            && !isRetracted(moment.source(), moment.id())
                            && !isPast(journey.type().wireName(), identity, moment.occurredAt())
                            && !moment.occurredAt().isAfter(now)
                            && (!condition.has("within")
                                    || moment.occurredAt()
                                            .isAfter(now.minus(Duration.parse(
                                                    condition.get("within").asString()))));
                })
                .count();
    }

    private boolean isRetracted(String source, String id) {
        return told.stream()
                .anyMatch(event -> event.event() instanceof Retracted retracted
                        && retracted.source().equals(source)
                        && retracted.retractedId().equals(id));
    }

    private long erasedAt(IdentityKey identity) {
        return told.stream()
                .filter(event -> event.event() instanceof ProfileErased erased
                        && erased.identities().contains(identity))
                .mapToLong(FoldedEvent::position)
                .max()
                .orElse(0);
    }

    private boolean isPast(String kind, IdentityKey identity, Instant occurredAt) {
        return told.stream()
                .anyMatch(event -> event.event() instanceof RetentionDue due
                        && due.kinds().contains(kind)
                        && (due.identities().isEmpty() || due.identities().contains(identity))
                        && occurredAt.isBefore(due.before()));
    }

    private Optional<Object> value(String trait, List<IdentityKey> person) {
        return told.stream()
                .filter(event -> event.event() instanceof TraitsChanged change
                        && person.contains(change.identity())
                        && (change.changed().containsKey(trait)
                                || change.removed().contains(trait))
                        && event.position() > erasedAt(change.identity())
                        && !isPast("traits", change.identity(), change.occurredAt()))
                .max(Comparator.comparing((FoldedEvent event) -> ((TraitsChanged) event.event()).occurredAt())
                        .thenComparingLong(FoldedEvent::position))
                .map(event ->
                        values.get(((TraitsChanged) event.event()).change()).get(trait));
    }

    private boolean allows(String purpose, List<IdentityKey> person) {
        Stream<FoldedEvent> said = told.stream()
                .filter(event -> event.event() instanceof ConsentEvent consent
                        && consent.purpose().equals(purpose)
                        && person.contains(consent.identity())
                        && event.position() > erasedAt(consent.identity()));
        return said.max(Comparator.comparing((FoldedEvent event) -> ((ConsentEvent) event.event()).occurredAt())
                        .thenComparingLong(FoldedEvent::position))
                .filter(event -> ((ConsentEvent) event.event()).granted())
                .isPresent();
    }
}
