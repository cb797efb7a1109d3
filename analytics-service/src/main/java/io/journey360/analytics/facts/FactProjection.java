package io.journey360.analytics.facts;

import io.journey360.events.CatalogueEvent;
import io.journey360.events.JourneyEvent;
import io.journey360.events.PersonaEvent;
import io.journey360.events.ProfileEvent;
import io.journey360.events.PublishedEvent;
import io.journey360.events.RetentionEvent;
import io.journey360.events.Retracted;
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

/** Writes each event into its document (P1): any order and any repetition give the same documents. */
class FactProjection {

    private final FactCollections collections;
    private final JourneyLog log;
    private final Serializer serializer;

    FactProjection(FactCollections collections, JourneyLog log, Serializer serializer) {
        this.collections = collections;
        this.log = log;
        this.serializer = serializer;
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
                var document =
                        FactDocuments.document(e, log.position(message), message.getTimestamp(), payload(message));
                DocumentWrites.fact(
                        collections.traits(), FactIds.start(e.identity()) + message.getIdentifier(), document);
            }
            case ProfileEvent e -> {
                var document =
                        FactDocuments.document(e, log.position(message), message.getTimestamp(), payload(message));
                DocumentWrites.fact(collections.identityChanges(), message.getIdentifier(), document);
            }
            case PersonaEvent e -> {}
            case RetentionEvent e -> {}
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
        DocumentWrites.fact(
                collections.facts(),
                factId,
                FactDocuments.document(event, id, log.position(message), message.getTimestamp(), payload(message)));
    }

    /** The bytes the log holds (after upcasting); nothing is serialized again. */
    private String payload(EventMessage<?> message) {
        return new String(message.serializePayload(serializer, byte[].class).getData(), StandardCharsets.UTF_8);
    }
}
