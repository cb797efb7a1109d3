package io.journey360.platform.log;

import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.TrackingToken;

/** An event that filled a gap: its token stands at the highest position read so far, not at its own. */
final class LateEvent<T> extends GenericTrackedDomainEventMessage<T> {

    private final long position;

    LateEvent(TrackingToken token, DomainEventMessage<T> event, long position) {
        super(token, event);
        this.position = position;
    }

    long position() {
        return position;
    }

    @Override
    public LateEvent<T> withTrackingToken(TrackingToken token) {
        return new LateEvent<>(token, this, position);
    }

    @Override
    public LateEvent<T> withMetaData(Map<String, ?> metaData) {
        return new LateEvent<>(trackingToken(), super.withMetaData(metaData), position);
    }

    @Override
    public LateEvent<T> andMetaData(Map<String, ?> metaData) {
        return new LateEvent<>(trackingToken(), super.andMetaData(metaData), position);
    }
}
