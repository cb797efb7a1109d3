package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** Another system told who somebody is; with both identities it links them by the linking rule.
 *
 * @param trusted false when it was told with a key that anybody can read in a browser: it then links only a customer whom nobody
 *     has linked to before, and never takes what is somebody's
 * @param source who told it
 * @param id the source's id of the telling
 */
@Revision("1")
public record Identified(
        @Nullable IdentityKey customer,
        @Nullable IdentityKey anonymous,
        boolean trusted,
        String source,
        String id,
        Instant occurredAt)
        implements ProfileEvent {

    public Identified {
        if (customer == null && anonymous == null) {
            throw new IllegalArgumentException("Somebody is a customer or an anonymous identity");
        }
    }
}
