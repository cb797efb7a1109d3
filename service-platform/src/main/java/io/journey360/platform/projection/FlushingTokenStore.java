package io.journey360.platform.projection;

import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps tokens behind the documents they guard. Axon stores the token in a prepare-commit step that was registered before
 * any handler ran; a bulk write in a step of the handler's own would come after it, and its failure would skip the batch for
 * good. So the queued writes are flushed here, first. When that fails the token does not move and the events come again.
 */
public final class FlushingTokenStore implements TokenStore {

    private static final Logger LOG = LoggerFactory.getLogger(FlushingTokenStore.class);

    private final TokenStore tokens;
    private final ParkedEvents parking;

    /** @param parking where a processor keeps an event whose document cannot be written */
    public FlushingTokenStore(TokenStore tokens, ParkedEvents parking) {
        this.tokens = tokens;
        this.parking = parking;
    }

    @Override
    public void storeToken(@Nullable TrackingToken token, String processorName, int segment) {
        CurrentUnitOfWork.ifStarted(unitOfWork -> DocumentWrites.take(unitOfWork)
                .forEach(round -> DocumentFlush.flush(round, (write, cause) -> {
                    var event = write.event();
                    if (event == null) {
                        throw cause;
                    }
                    LOG.warn(
                            "{} parks event {}: {}",
                            processorName,
                            event.getIdentifier(),
                            cause.getClass().getName());
                    parking.park(processorName, event, cause);
                })));
        tokens.storeToken(token, processorName, segment);
    }

    @Override
    public void initializeTokenSegments(String processorName, int segmentCount) {
        tokens.initializeTokenSegments(processorName, segmentCount);
    }

    @Override
    public void initializeTokenSegments(String processorName, int segmentCount, @Nullable TrackingToken initialToken) {
        tokens.initializeTokenSegments(processorName, segmentCount, initialToken);
    }

    @Override
    public @Nullable TrackingToken fetchToken(String processorName, int segment) {
        return tokens.fetchToken(processorName, segment);
    }

    @Override
    public @Nullable TrackingToken fetchToken(String processorName, Segment segment) {
        return tokens.fetchToken(processorName, segment);
    }

    @Override
    public void extendClaim(String processorName, int segment) {
        tokens.extendClaim(processorName, segment);
    }

    @Override
    public void releaseClaim(String processorName, int segment) {
        tokens.releaseClaim(processorName, segment);
    }

    @Override
    public void initializeSegment(@Nullable TrackingToken token, String processorName, int segment) {
        tokens.initializeSegment(token, processorName, segment);
    }

    @Override
    public void deleteToken(String processorName, int segment) {
        tokens.deleteToken(processorName, segment);
    }

    @Override
    public boolean requiresExplicitSegmentInitialization() {
        return tokens.requiresExplicitSegmentInitialization();
    }

    @Override
    public int[] fetchSegments(String processorName) {
        return tokens.fetchSegments(processorName);
    }

    @Override
    public List<Segment> fetchAvailableSegments(String processorName) {
        return tokens.fetchAvailableSegments(processorName);
    }

    @Override
    public Optional<String> retrieveStorageIdentifier() {
        return tokens.retrieveStorageIdentifier();
    }
}
