package io.journey360.events;

import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;

/** A person is to be erased. From here on it will be, whatever is killed meanwhile.
 *
 * @param identities all that were one person when it was asked for
 * @param erasedAt what happened up to then is erased
 */
@Revision("1")
public record ErasureRequested(ErasureId erasure, IdentityKey person, List<IdentityKey> identities, Instant erasedAt)
        implements ErasureEvent {}
