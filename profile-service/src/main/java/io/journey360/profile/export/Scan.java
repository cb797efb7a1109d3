package io.journey360.profile.export;

import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.PublishedEvent;
import io.journey360.events.Retracted;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.Opener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the whole log for the events that name one of some identities, wherever in them: no index could miss less. Only those are read
 * back from JSON. What takes one of them back names no identity, so it comes last. One thread reads.
 */
final class Scan implements AutoCloseable {

    private static final String PREFIX = "id-";
    private static final int LENGTH = PREFIX.length() + 26;
    private static final int LONGEST_QUIET = 20_000;

    private final JourneyLog log;
    private final Serializer serializer;
    private final Opener opener;
    private final JsonMapper json;
    private final Set<String> identities;
    private final long end;
    private final BlockingStream<TrackedEventMessage<?>> stream;
    private final Set<String> found = new HashSet<>();
    private final Map<String, List<TrackedEventMessage<?>>> retractions = new HashMap<>();
    private @Nullable Queue<TrackedEventMessage<?>> last;
    private long position;

    /** @param end the log's position up to which to read */
    Scan(JourneyLog log, Serializer serializer, Opener opener, JsonMapper json, Set<IdentityKey> identities, long end) {
        this.log = log;
        this.serializer = serializer;
        this.opener = opener;
        this.json = json;
        this.identities = identities.stream().map(IdentityKey::value).collect(Collectors.toUnmodifiableSet());
        this.end = end;
        this.stream = log.source().openStream(log.tokenAt(0));
    }

    /** The next events, none if there were none for a while; null at the end. Blocks. */
    @Nullable List<ToldEvent> next() {
        var queue = last;
        if (queue != null) {
            var message = queue.poll();
            return message == null ? null : List.of(told(message, text(message)));
        }
        for (int read = 0; read < LONGEST_QUIET; read++) {
            var message = following();
            if (message == null) {
                last = retracting();
                return List.of();
            }
            var text = text(message);
            if (names(text)) {
                return List.of(told(message, text));
            }
            if (message.getPayloadType() == Retracted.class && message.getPayload() instanceof Retracted retracted) {
                retractions
                        .computeIfAbsent(
                                EventKeys.key(retracted.source(), retracted.retractedId()), key -> new ArrayList<>(1))
                        .add(message);
            }
        }
        return List.of();
    }

    private @Nullable TrackedEventMessage<?> following() {
        try {
            // What is at or below the end was committed before; a pause means that there is no more of it.
            if (position >= end || !stream.hasNextAvailable(1, TimeUnit.SECONDS)) {
                return null;
            }
            var message = stream.nextAvailable();
            position = Math.max(position, log.position(message));
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading the log", e);
        }
    }

    private Queue<TrackedEventMessage<?>> retracting() {
        var queue = new ArrayDeque<TrackedEventMessage<?>>();
        retractions.forEach((key, messages) -> {
            if (found.contains(key)) {
                queue.addAll(messages);
            }
        });
        return queue;
    }

    private String text(TrackedEventMessage<?> message) {
        return new String(message.serializePayload(serializer, byte[].class).getData(), StandardCharsets.UTF_8);
    }

    private boolean names(String text) {
        for (int at = text.indexOf(PREFIX); at >= 0; at = text.indexOf(PREFIX, at + 1)) {
            if (at + LENGTH <= text.length() && identities.contains(text.substring(at, at + LENGTH))) {
                return true;
            }
        }
        return false;
    }

    private ToldEvent told(TrackedEventMessage<?> message, String text) {
        var payload = json.readTree(text);
        var opened = new ArrayList<String>();
        var unreadable = new ArrayList<String>();
        if (message.getPayload() instanceof PublishedEvent event) {
            for (var place : SealedTexts.of(event, message.getIdentifier())) {
                var open = open(place);
                put((ObjectNode) payload, place.pointer(), open.orElse(null));
                (open.isPresent() ? opened : unreadable).add(place.pointer());
            }
            if (event instanceof JourneyEvent journey) {
                var moment = journey.moment();
                found.add(EventKeys.key(
                        moment.source(), Objects.requireNonNullElse(moment.id(), message.getIdentifier())));
            }
        }
        return new ToldEvent(
                log.position(message),
                message.getTimestamp(),
                message.getIdentifier(),
                message.getPayloadType().getSimpleName(),
                payload,
                opened,
                unreadable);
    }

    /** Of an event that names several people, what another one said stays sealed. */
    private Optional<String> open(SealedTexts.Place place) {
        return identities.contains(place.of().value())
                ? opener.open(place.of(), place.eventKey(), place.field(), place.sealed())
                : Optional.empty();
    }

    private static void put(ObjectNode payload, String pointer, @Nullable String text) {
        var path = JsonPointer.compile(pointer);
        ((ObjectNode) payload.at(path.head())).put(path.last().getMatchingProperty(), text);
    }

    @Override
    public void close() {
        stream.close();
    }
}
