package io.journey360.profile.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.events.MergeId;
import io.journey360.events.ProfileId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who the export is about, and what its events come to.
 *
 * @param position everything in the log up to it is considered
 * @param consents every statement, in the log's order
 * @param heldIn where else copies of the events below, or what is worked out from them, are kept
 */
record Holding(
        IdentityKey person,
        Instant exportedAt,
        long position,
        List<Identity> identities,
        List<ProfileId> profiles,
        List<Link> links,
        List<Consent> consents,
        List<Place> heldIn) {

    /** @param shared seen with two known customers, so it belongs to nobody */
    record Identity(IdentityKey identity, IdentityKind kind, boolean shared) {}

    /** @param merge the merge, for a link of two known customers */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Link(
            IdentityKey first,
            IdentityKey second,
            long position,
            @Nullable MergeId merge,
            @Nullable Long undonePosition) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Consent(
            String purpose,
            boolean granted,
            IdentityKey identity,
            @Nullable String wording,
            String source,
            Instant moment,
            Instant recordedAt,
            long position) {}

    record Place(String service, String what) {}

    static final List<Place> HELD_IN = List.of(
            new Place("log", "the events below, and beside each when it was recorded and a digest of its content"),
            new Place("keyring", "for each identity a key for each kind and day of what is sealed, which opens it"),
            new Place(
                    "analytics-service",
                    "a copy of each event, in documents and in an index in memory; journeys and figures are worked out from them on each question"),
            new Place("booking-service", "the present state of each booking of ours, as its events below made it"),
            new Place(
                    "touchpoint-service",
                    "the key and the digest of each collected event; rejected rows of imports, sealed, for 7 days"),
            new Place("profile-service", "identities, links and consents in memory, as the events below made them"));
}
