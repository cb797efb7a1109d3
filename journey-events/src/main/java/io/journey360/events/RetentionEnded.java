package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** A retention rule holds no longer. What was dropped by it stays dropped. */
@Revision("1")
public record RetentionEnded(RetentionId rule, Instant occurredAt) implements RetentionEvent {}
