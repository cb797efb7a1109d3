package io.journey360.profile.domain;

import io.journey360.events.ErasureCompleted;
import io.journey360.events.ErasureId;
import io.journey360.events.ErasureRequested;
import io.journey360.events.IdentityKey;
import io.journey360.events.Persons;
import io.journey360.events.ProfileErased;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The three steps of an erasure, in their order: each follows from the one before and from what is known by then. */
public final class ErasureSteps {

    private record Link(IdentityKey first, IdentityKey second, long position) {

        static Link of(Persons.Link link) {
            return new Link(link.first(), link.second(), link.position());
        }
    }

    private ErasureSteps() {}

    public static ErasureRequested request(ErasureId id, IdentityKey member, Persons persons, Instant now) {
        return new ErasureRequested(
                id,
                persons.personOf(member),
                persons.identitiesOf(member),
                now.truncatedTo(ChronoUnit.MILLIS)); // as precisely as the keyring keeps it
    }

    /** Once the keys are destroyed. */
    public static ProfileErased erase(ErasureRequested requested, Persons persons) {
        var identities = requested.identities();
        return new ProfileErased(
                requested.erasure(), identities, linksBetween(identities, persons), requested.erasedAt());
    }

    private static int linksBetween(List<IdentityKey> identities, Persons persons) {
        return Math.toIntExact(identities.stream()
                .flatMap(identity -> persons.linksOf(identity).stream())
                .filter(link -> link.undone() == null)
                .filter(link -> identities.contains(link.first()) && identities.contains(link.second()))
                .map(Link::of)
                .distinct()
                .count());
    }

    /** Once every service has carried it out. */
    public static ErasureCompleted complete(ErasureId id, String signature, Instant now) {
        return new ErasureCompleted(id, signature, now);
    }
}
