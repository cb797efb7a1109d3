package io.journey360.analytics.facts;

import io.journey360.events.Aliased;
import io.journey360.events.Booked;
import io.journey360.events.Called;
import io.journey360.events.Cancelled;
import io.journey360.events.CatalogueEvent;
import io.journey360.events.CheckedIn;
import io.journey360.events.ConsentGranted;
import io.journey360.events.ConsentWithdrawn;
import io.journey360.events.CustomersMerged;
import io.journey360.events.Discovered;
import io.journey360.events.ErasureCarriedOut;
import io.journey360.events.ErasureCompleted;
import io.journey360.events.ErasureRequested;
import io.journey360.events.Identified;
import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapRetired;
import io.journey360.events.LinkConflicted;
import io.journey360.events.MergeUndone;
import io.journey360.events.NoShow;
import io.journey360.events.PersonaAssigned;
import io.journey360.events.PersonaDefined;
import io.journey360.events.PersonaEvaluated;
import io.journey360.events.PersonaEvent;
import io.journey360.events.PersonaLeft;
import io.journey360.events.PersonaRetired;
import io.journey360.events.ProfileErased;
import io.journey360.events.ProfileEvent;
import io.journey360.events.ProfileOpened;
import io.journey360.events.PublishedEvent;
import io.journey360.events.Rescheduled;
import io.journey360.events.RetentionCarriedOut;
import io.journey360.events.RetentionCompleted;
import io.journey360.events.RetentionDefined;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionEnded;
import io.journey360.events.RetentionEvent;
import io.journey360.events.Retracted;
import io.journey360.events.Reviewed;
import io.journey360.events.Served;
import io.journey360.events.SurveyDefined;
import io.journey360.events.TouchpointDeclared;
import io.journey360.events.TouchpointRetired;
import io.journey360.events.TraitsChanged;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events as documents: {@code {_id, position, recordedAt, type, payload}}, {@code at} where time decides how long it is kept, and
 * {@code id} where the payload has none. The payload is the event's JSON just as the log holds it, so writing a fact copies bytes
 * and neither builds nor walks a tree; {@code recordedAt} and {@code at}, when it happened, are in milliseconds. A record that
 * changes its JSON shape must raise {@link FactsView#VERSION}.
 */
final class FactDocuments {

    private static final Map<String, Class<? extends PublishedEvent>> TYPES = Stream.of(
                    Booked.class,
                    Called.class,
                    Cancelled.class,
                    CheckedIn.class,
                    Discovered.class,
                    Interacted.class,
                    NoShow.class,
                    Rescheduled.class,
                    Reviewed.class,
                    Served.class,
                    Retracted.class,
                    Aliased.class,
                    ConsentGranted.class,
                    ConsentWithdrawn.class,
                    CustomersMerged.class,
                    Identified.class,
                    IdentityAttached.class,
                    LinkConflicted.class,
                    MergeUndone.class,
                    ProfileOpened.class,
                    TraitsChanged.class,
                    ProfileErased.class,
                    ErasureRequested.class,
                    ErasureCompleted.class,
                    ErasureCarriedOut.class,
                    TouchpointDeclared.class,
                    TouchpointRetired.class,
                    JourneyMapDefined.class,
                    JourneyMapRetired.class,
                    SurveyDefined.class,
                    RetentionDefined.class,
                    RetentionDue.class,
                    RetentionCarriedOut.class,
                    RetentionCompleted.class,
                    RetentionEnded.class,
                    PersonaDefined.class,
                    PersonaRetired.class,
                    PersonaEvaluated.class,
                    PersonaAssigned.class,
                    PersonaLeft.class)
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    static final String AT = "at";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FactDocuments() {}

    static Document document(PublishedEvent event, long position, Instant recordedAt, String payload) {
        return new Document("position", position)
                .append("recordedAt", recordedAt.toEpochMilli())
                .append("type", event.getClass().getSimpleName())
                .append("payload", payload);
    }

    /** @param id the event's id: its source's, or the log's message identifier when the source gave it none */
    static Document document(JourneyEvent event, String id, long position, Instant recordedAt, String payload) {
        var document = document(event, position, recordedAt, payload)
                .append(AT, FactIds.millis(event.moment().occurredAt()));
        return event.moment().id() == null ? document.append("id", id) : document;
    }

    static Fact fact(Document document) {
        var event = (JourneyEvent) event(document);
        return new Fact(
                FactIds.key(document.getString("_id")),
                Objects.requireNonNullElseGet(event.moment().id(), () -> document.getString("id")),
                position(document),
                recordedAt(document),
                event);
    }

    static Retraction retraction(Document document) {
        return new Retraction((Retracted) event(document), position(document), recordedAt(document));
    }

    static IdentityChange identityChange(Document document) {
        return new IdentityChange((ProfileEvent) event(document), position(document), recordedAt(document));
    }

    static TraitsChange traitsChange(Document document) {
        return new TraitsChange((TraitsChanged) event(document), position(document), recordedAt(document));
    }

    static RetentionChange retentionChange(Document document) {
        return new RetentionChange((RetentionEvent) event(document), position(document), recordedAt(document));
    }

    /** What is left of an event that is not kept: that it made one person of two identities. */
    static Document link(IdentityKey customer, IdentityKey anonymous, long position, Instant recordedAt) {
        return new Document("position", position)
                .append("recordedAt", recordedAt.toEpochMilli())
                .append("customer", customer.value())
                .append("anonymous", anonymous.value());
    }

    static Link link(Document document) {
        return new Link(
                new IdentityKey(document.getString("customer")),
                new IdentityKey(document.getString("anonymous")),
                position(document),
                recordedAt(document));
    }

    static PersonaChange personaChange(Document document) {
        return new PersonaChange((PersonaEvent) event(document), position(document), recordedAt(document));
    }

    static CatalogueChange catalogueChange(Document document) {
        return new CatalogueChange((CatalogueEvent) event(document), position(document), recordedAt(document));
    }

    private static PublishedEvent event(Document document) {
        var type = Objects.requireNonNull(TYPES.get(document.getString("type")), "unknown event type");
        return JSON.readValue(document.getString("payload"), type);
    }

    private static long position(Document document) {
        return document.getLong("position");
    }

    private static Instant recordedAt(Document document) {
        return Instant.ofEpochMilli(document.getLong("recordedAt"));
    }
}
