package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** An event was wrong and is taken back by its own source. It may arrive before the event it retracts; a retraction is never undone.
 *
 * @param source the source of both the retraction and the event taken back
 * @param id the retraction's own id
 * @param retractedId the id, at that source, of the event taken back
 */
@Revision("1")
public record Retracted(String source, String id, String retractedId, Instant occurredAt) implements PublishedEvent {}
