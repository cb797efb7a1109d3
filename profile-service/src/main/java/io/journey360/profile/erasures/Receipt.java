package io.journey360.profile.erasures;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.journey360.events.ErasureId;
import io.journey360.events.IdentityKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was destroyed where and when, and what is left.
 *
 * @param erasedAt what happened up to then is erased, whenever it arrives
 * @param destroyed absent until the keys are gone, a moment after the request
 * @param services what each of them removed
 * @param remains what is not erased
 * @param backupsHoldKeysUntil a backup from before the erasure opens what it holds until then, with the key-encryption key
 * @param signature of all that was done; absent until everything is
 * @param verified whether the signature is this system's and fits what the receipt says
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Receipt(
        ErasureId erasure,
        State state,
        IdentityKey person,
        List<IdentityKey> identities,
        Instant erasedAt,
        @Nullable Destroyed destroyed,
        List<ServiceReport> services,
        List<String> remains,
        Instant backupsHoldKeysUntil,
        @Nullable Instant completedAt,
        @Nullable String signature,
        @Nullable Boolean verified) {

    enum State {
        UNDER_WAY,
        COMPLETED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param keysOfIdentities of how many identities the keys were destroyed, in the keyring beside the log
     * @param links how many links and merges held between them: from then on each is a person of its own in figures
     */
    record Destroyed(int keysOfIdentities, int links) {}

    record ServiceReport(String service, Instant at, Map<String, Long> removed) {}
}
