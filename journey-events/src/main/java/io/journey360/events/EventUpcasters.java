package io.journey360.events;

import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How events stored in an older revision are read. Each upcaster lifts one event by one revision, so one of revision 1 passes
 * through all that came after; they stand in the order they were added.
 */
public final class EventUpcasters {

    private EventUpcasters() {}

    public static EventUpcasterChain chain() {
        return new EventUpcasterChain(new ReviewedAsStars());
    }

    /** One event, one revision up. The stored bytes stay as they are: this happens at every reading. */
    private abstract static class Lift extends SingleEventUpcaster {

        private final SimpleSerializedType from;
        private final SimpleSerializedType to;

        Lift(Class<? extends PublishedEvent> event, int fromRevision) {
            from = new SimpleSerializedType(event.getName(), String.valueOf(fromRevision));
            to = new SimpleSerializedType(event.getName(), String.valueOf(fromRevision + 1));
        }

        abstract void lift(ObjectNode payload);

        @Override
        protected boolean canUpcast(IntermediateEventRepresentation event) {
            return event.getType().equals(from);
        }

        @Override
        protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
            return event.upcastPayload(to, JsonNode.class, payload -> {
                lift((ObjectNode) payload);
                return payload;
            });
        }
    }

    /** Revision 1 knew one survey only: a rating of one to five stars. */
    private static final class ReviewedAsStars extends Lift {

        ReviewedAsStars() {
            super(Reviewed.class, 1);
        }

        @Override
        void lift(ObjectNode payload) {
            payload.put("survey", "stars");
            payload.set("score", payload.remove("rating"));
            payload.putObject("scale").put("min", 1).put("max", 5);
        }
    }
}
