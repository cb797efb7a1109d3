package io.journey360.profile.links;

import io.journey360.events.PublishedEvent;
import java.time.Instant;

/**
 * An event where the log has it.
 *
 * @param recordedAt when the log learnt it
 * @param message identifier of its message, by which events of our own services are known
 */
public record FoldedEvent(long position, Instant recordedAt, String message, PublishedEvent event) {}
