package io.journey360.profile.erasures;

import io.journey360.events.ErasureCarriedOut;
import io.journey360.events.IdentityKey;
import io.journey360.events.ProfileErased;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.profile.links.ErasureHistory.Erasure;
import java.util.ArrayList;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Signs receipts: HMAC-SHA-256 cut to 128 bits, under a key derived from the tenant secret for this purpose, over all that the receipt says
 * was done. It proves that this system made the receipt and that nobody changed it since, in the log or elsewhere.
 */
@Component
class Receipts {

    private static final String PURPOSE = "erasure receipt";

    private final Pseudonyms pseudonyms;

    Receipts(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    String sign(Erasure erasure, ProfileErased erased) {
        var parts = new ArrayList<String>();
        var requested = erasure.requested();
        parts.add(requested.erasure().value());
        parts.add(requested.person().value());
        requested.identities().stream().map(IdentityKey::value).forEach(parts::add);
        parts.add(requested.erasedAt().toString());
        erased.identities().stream().map(IdentityKey::value).forEach(parts::add);
        parts.add(String.valueOf(erased.linksDropped()));
        for (ErasureCarriedOut carriedOut : erasure.carriedOut().values()) {
            parts.add(carriedOut.service());
            parts.add(carriedOut.occurredAt().toString());
            new TreeMap<>(carriedOut.counts()).forEach((what, count) -> {
                parts.add(what);
                parts.add(String.valueOf(count));
            });
        }
        return pseudonyms.hmac(PURPOSE, parts.toArray(String[]::new));
    }
}
