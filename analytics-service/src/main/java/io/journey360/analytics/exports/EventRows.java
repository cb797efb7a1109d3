package io.journey360.analytics.exports;

import io.journey360.analytics.consents.Naming;
import io.journey360.analytics.exports.Column.Type;
import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.facts.TimelineItem;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.analytics.index.Kind;
import io.journey360.analytics.index.People;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The events themselves, read from the log in its order: one row each, without those taken back by then. Nothing but the event
 * at hand is held in memory.
 */
final class EventRows implements Rows {

    private static final int WAIT_MILLIS = 100;

    private static final List<Column> COLUMNS = List.of(
            new Column("position", Type.WHOLE),
            new Column("id", Type.TEXT),
            new Column("source", Type.TEXT),
            new Column("event", Type.TEXT),
            new Column("occurredAt", Type.TIME),
            new Column("recordedAt", Type.TIME),
            new Column("person", Type.TEXT),
            new Column("identity", Type.TEXT),
            new Column("action", Type.TEXT),
            new Column("touchpoint", Type.TEXT),
            new Column("channel", Type.TEXT),
            new Column("service", Type.TEXT),
            new Column("location", Type.TEXT),
            new Column("booking", Type.TEXT),
            new Column("slotStart", Type.TIME),
            new Column("slotEnd", Type.TIME),
            new Column("method", Type.TEXT),
            new Column("outcome", Type.TEXT),
            new Column("started", Type.TIME),
            new Column("ended", Type.TIME),
            new Column("survey", Type.TEXT),
            new Column("score", Type.NUMBER),
            new Column("scaleMin", Type.NUMBER),
            new Column("scaleMax", Type.NUMBER),
            new Column("amount", Type.TEXT),
            new Column("currency", Type.TEXT),
            new Column("attributes", Type.TEXT));

    /**
     * Which events.
     *
     * @param from inclusive, in milliseconds since 1970
     * @param to exclusive
     * @param position as of which
     */
    record Wanted(EventFilter filter, People people, long from, long to, long position) {}

    private final Wanted wanted;
    private final JourneyLog log;
    private final LiveView view;
    private final Forgotten forgotten;
    private final Naming naming;
    private final JsonMapper json;

    EventRows(Wanted wanted, JourneyLog log, LiveView view, Forgotten forgotten, Naming naming, JsonMapper json) {
        this.wanted = wanted;
        this.log = log;
        this.view = view;
        this.forgotten = forgotten;
        this.naming = naming;
        this.json = json;
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public void each(Taker taker) throws IOException, InterruptedException {
        var persons = view.persons(wanted.position);
        try (var stream = log.source().openStream(log.tokenAt(0))) {
            TrackingToken token = log.tokenAt(0);
            while (true) {
                if (stream.hasNextAvailable(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                    var message = stream.nextAvailable();
                    token = message.trackingToken();
                    long position = log.position(message);
                    if (position <= wanted.position
                            && message.getPayload() instanceof JourneyEvent event
                            && !forgotten.isDropped(event)) {
                        var fact = fact(message, event, position);
                        var person = persons.personOf(fact.identity());
                        boolean told = position > view.erasedUpTo(fact.identity());
                        if (isWanted(fact)
                                && wanted.people.include(told ? told(persons.identitiesOf(person)) : List.of())) {
                            boolean named = told && naming.mayName(persons.identitiesOf(person), wanted.position);
                            taker.row(row(TimelineItem.of(fact), named ? person : null));
                        }
                    }
                    if (position >= wanted.position && log.watermark(token) >= wanted.position) {
                        return;
                    }
                } else if (log.watermark(token) >= wanted.position) {
                    return;
                }
            }
        }
    }

    /** Who was erased since is nobody that could be asked for. */
    private List<IdentityKey> told(Collection<IdentityKey> identities) {
        return identities.stream()
                .filter(identity -> view.erasedUpTo(identity) < wanted.position)
                .toList();
    }

    private static Fact fact(TrackedEventMessage<?> message, JourneyEvent event, long position) {
        var id = Objects.requireNonNullElse(event.moment().id(), message.getIdentifier());
        return new Fact(EventKeys.key(event.moment().source(), id), id, position, message.getTimestamp(), event);
    }

    private boolean isWanted(Fact fact) {
        var moment = fact.moment();
        long time = fact.occurredAtMillis();
        var kind = new Kind(
                fact.event().type(),
                fact.event() instanceof Interacted interacted ? interacted.action() : null,
                moment.touchpoint(),
                moment.channel(),
                moment.service(),
                moment.location(),
                moment.source());
        return time >= wanted.from
                && time < wanted.to
                && wanted.filter.test(kind, moment.attributes())
                && !view.isRetracted(fact.key(), wanted.position);
    }

    /** @param person null for one who may not be named */
    private @Nullable Object[] row(TimelineItem item, @Nullable IdentityKey person) {
        var identity = item.identity();
        var slot = item.slot();
        var scale = item.scale();
        var value = item.value();
        return new @Nullable Object[] {
            item.position(),
            item.id(),
            item.source(),
            item.event().wireName(),
            item.occurredAt(),
            item.recordedAt(),
            person == null ? null : person.value(),
            person == null || identity == null ? null : identity.value(),
            item.action(),
            item.touchpoint(),
            item.channel(),
            item.service(),
            item.location(),
            item.booking(),
            slot == null ? null : slot.start(),
            slot == null ? null : slot.end(),
            item.method(),
            item.outcome(),
            item.started(),
            item.ended(),
            item.survey(),
            item.score(),
            scale == null ? null : (Double) scale.min(),
            scale == null ? null : (Double) scale.max(),
            value == null ? null : value.amount().toPlainString(),
            value == null ? null : value.currency(),
            item.attributes().isEmpty() ? null : json.writeValueAsString(new TreeMap<>(item.attributes()))
        };
    }
}
