package io.journey360.events;

import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;

/** The keys of these identities are destroyed, and from this position on nothing links them.
 *
 * @param linksDropped how many links and merges held between them until now
 * @param erasedAt what happened up to then is erased
 */
@Revision("1")
public record ProfileErased(ErasureId erasure, List<IdentityKey> identities, int linksDropped, Instant erasedAt)
        implements ErasureEvent {}
