package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** Another system, trusted to do so, told that a customer was known by another value before: a merge of the two like {@link CustomersMerged}, undone likewise.
 *
 * @param merge the one name this pair's merge has, whoever makes it
 * @param source who told it
 * @param id the source's id of the telling
 */
@Revision("1")
public record Aliased(
        MergeId merge, IdentityKey customer, IdentityKey previous, String source, String id, Instant occurredAt)
        implements ProfileEvent {}
