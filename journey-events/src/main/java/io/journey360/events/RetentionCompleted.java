package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** Every service has dropped what was due. */
@Revision("1")
public record RetentionCompleted(RetentionId rule, RetentionRunId run, Instant occurredAt) implements RetentionEvent {}
