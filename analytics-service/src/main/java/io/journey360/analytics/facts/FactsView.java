package io.journey360.analytics.facts;

import com.mongodb.client.MongoDatabase;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.analytics.generation.GenerationView;
import io.journey360.events.CatalogueEvent;
import io.journey360.events.JourneyEvent;
import io.journey360.events.PersonaEvent;
import io.journey360.events.ProfileEvent;
import io.journey360.events.PublishedEvent;
import io.journey360.events.RetentionEvent;
import io.journey360.events.Retracted;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.async.SequencingPolicy;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** The facts as a view with generations. */
@Component
class FactsView implements GenerationView {

    /** Raised whenever the documents come out differently: a deployment then builds a new generation by itself. */
    static final int VERSION = 3;

    private final MongoDatabase database;
    private final JourneyLog log;
    private final Serializer serializer;
    private final Forgotten forgotten;

    FactsView(
            MongoDatabase database,
            JourneyLog log,
            @Qualifier("eventSerializer") Serializer serializer,
            Forgotten forgotten) {
        this.database = database;
        this.log = log;
        this.serializer = serializer;
        this.forgotten = forgotten;
    }

    @Override
    public String name() {
        return FactCollections.VIEW;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public Object handler(int generation) {
        return new FactProjection(FactCollections.of(database, generation), log, serializer, forgotten);
    }

    @Override
    public SequencingPolicy<EventMessage<?>> sequencing() {
        return message -> {
            try {
                return message.getPayload() instanceof PublishedEvent event ? sequence(event, message) : null;
            } catch (SerializationException e) {
                return message.getIdentifier(); // its handling fails too, and that puts it among the dead letters
            }
        };
    }

    /** The identity key: one customer's events are written in their order. */
    private static Object sequence(PublishedEvent event, EventMessage<?> message) {
        return switch (event) {
            case JourneyEvent e -> e.moment().identity().value();
            case Retracted e -> EventKeys.key(e.source(), e.retractedId());
            case ProfileEvent e -> message.getIdentifier();
            case PersonaEvent e -> message.getIdentifier();
            case RetentionEvent e -> message.getIdentifier();
            case CatalogueEvent e -> message.getIdentifier();
        };
    }

    @Override
    public void drop(int generation) {
        FactCollections.drop(database, generation);
    }
}
