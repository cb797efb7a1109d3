package io.journey360.analytics.facts;

import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.analytics.personas.PersonaHistory;
import io.journey360.events.Booked;
import io.journey360.events.CatalogueEvent;
import io.journey360.events.ConsentEvent;
import io.journey360.events.JourneyEvent;
import io.journey360.events.PersonaEvent;
import io.journey360.events.ProfileEvent;
import io.journey360.events.PublishedEvent;
import io.journey360.events.RetentionEvent;
import io.journey360.events.Retracted;
import io.journey360.events.Reviewed;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.projection.DocumentWrites;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.serialization.Serializer;

/**
 * Writes each event into its document (P1): any order and any repetition give the same documents. What must be forgotten is not
 * written, as far as that is known by now; {@link Leftovers} sees to the rest. Nothing is written either of what is sealed and
 * never opened here.
 */
class FactProjection {

    private final FactCollections collections;
    private final JourneyLog log;
    private final Serializer serializer;
    private final Forgotten forgotten;

    FactProjection(FactCollections collections, JourneyLog log, Serializer serializer, Forgotten forgotten) {
        this.collections = collections;
        this.log = log;
        this.serializer = serializer;
        this.forgotten = forgotten;
    }

    @EventHandler
    void on(PublishedEvent event, TrackedEventMessage<?> message) {
        switch (event) {
            case JourneyEvent e -> write(e, message);
            case Retracted e -> {
                var document =
                        FactDocuments.document(e, log.position(message), message.getTimestamp(), payload(message));
                DocumentWrites.fact(collections.retractions(), EventKeys.key(e.source(), e.id()), document);
            }
            case TraitsChanged e -> {
                if (!forgotten.isDropped(e) && log.position(message) > forgotten.erasedUpTo(e.identity())) {
                    var document = FactDocuments.document(
                                    e, log.position(message), message.getTimestamp(), payload(message))
                            .append(FactDocuments.AT, FactIds.millis(e.occurredAt()));
                    DocumentWrites.fact(
                            collections.traits(), FactIds.start(e.identity()) + message.getIdentifier(), document);
                }
            }
            case ConsentEvent e -> {
                var payload = e.evidence() == null ? payload(message) : Payloads.without("evidence", payload(message));
                DocumentWrites.fact(
                        collections.identityChanges(),
                        message.getIdentifier(),
                        FactDocuments.document(e, log.position(message), message.getTimestamp(), payload));
            }
            case ProfileEvent e -> {
                var document =
                        FactDocuments.document(e, log.position(message), message.getTimestamp(), payload(message));
                DocumentWrites.fact(collections.identityChanges(), message.getIdentifier(), document);
            }
            case PersonaEvent e -> {
                var document =
                        FactDocuments.document(e, log.position(message), message.getTimestamp(), payload(message));
                var identity = PersonaHistory.identity(e);
                DocumentWrites.fact(
                        collections.personas(),
                        (identity == null ? "" : FactIds.start(identity)) + message.getIdentifier(),
                        document);
            }
            case RetentionEvent e -> {
                var document =
                        FactDocuments.document(e, log.position(message), message.getTimestamp(), payload(message));
                DocumentWrites.fact(collections.retention(), message.getIdentifier(), document);
            }
            case CatalogueEvent e -> {
                var document =
                        FactDocuments.document(e, log.position(message), message.getTimestamp(), payload(message));
                DocumentWrites.fact(collections.catalogueChanges(), message.getIdentifier(), document);
            }
        }
    }

    private void write(JourneyEvent event, TrackedEventMessage<?> message) {
        var moment = event.moment();
        var id = Objects.requireNonNullElse(moment.id(), message.getIdentifier());
        var factId = FactIds.of(moment.identity(), moment.occurredAt(), EventKeys.key(moment.source(), id));
        long position = log.position(message);
        if (!forgotten.isDropped(event)) {
            DocumentWrites.fact(
                    collections.facts(),
                    factId,
                    FactDocuments.document(
                            event, id, position, message.getTimestamp(), payload(event, position, message)));
        } else if (moment.customer() != null && moment.anonymous() != null) {
            DocumentWrites.fact(
                    collections.links(),
                    factId,
                    FactDocuments.link(moment.customer(), moment.anonymous(), position, message.getTimestamp()));
        }
    }

    private String payload(JourneyEvent event, long position, EventMessage<?> message) {
        var payload = payload(message);
        if (event instanceof Booked booked && booked.contact() != null) {
            return Payloads.without("contact", payload);
        }
        if (event instanceof Reviewed review
                && review.text() != null
                && position <= forgotten.erasedUpTo(event.moment().identity())) {
            return Payloads.without(Payloads.TEXT, payload);
        }
        return payload;
    }

    /** The bytes the log holds (after upcasting); nothing is serialized again. */
    private String payload(EventMessage<?> message) {
        return new String(message.serializePayload(serializer, byte[].class).getData(), StandardCharsets.UTF_8);
    }
}
