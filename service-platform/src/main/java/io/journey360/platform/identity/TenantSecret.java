package io.journey360.platform.identity;

import io.journey360.platform.operations.StartupRefused;
import io.journey360.platform.records.DurableRecords;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.BooleanSupplier;

/**
 * The secret under which identities become pseudonyms. Made at the very first start, kept with the log wrapped by the
 * key-encryption key; another secret over the same log would make a stranger of every customer, so any doubt refuses the start.
 */
final class TenantSecret {

    /** The key-encryption key proven to be the one of this log, and the secret. */
    record Opened(KeyWrap keyWrap, byte[] secret) {

        @Override
        public String toString() {
            return "Opened[" + keyWrap.id() + "]";
        }
    }

    static final String KIND = "keyring";
    static final String NAME = "tenant-secret";
    private static final int SECRET_BYTES = 32;

    private final DurableRecords records;
    private final KeySource keys;
    private final SecureRandom random;

    TenantSecret(DurableRecords records, KeySource keys, SecureRandom random) {
        this.records = records;
        this.keys = keys;
        this.random = random;
    }

    /** @param logHasEvents asked only when there is no secret yet */
    Opened open(BooleanSupplier logHasEvents) {
        var stored = records.find(KIND, NAME);
        if (stored.isEmpty()) {
            // Another service may have made the secret and written events since we looked.
            if (logHasEvents.getAsBoolean() && records.find(KIND, NAME).isEmpty()) {
                throw new StartupRefused(
                        "The log has events but the secret their pseudonyms were made with is not there.",
                        "Restore the log and its records together, from one backup.");
            }
            create();
            stored = records.find(KIND, NAME);
        }
        return unwrap(stored.orElseThrow());
    }

    /** Several services may do this at once: the first record stays, and everybody reads that one back. */
    private void create() {
        keys.createIfAbsent();
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        records.insertIfAbsent(KIND, NAME, wrapped(keys.open(), secret), null);
    }

    private static String wrapped(KeyWrap key, byte[] secret) {
        return new Wrapped(key.id(), Base64.getEncoder().encodeToString(key.wrap(secret, NAME))).json();
    }

    private Opened unwrap(DurableRecords.Stored stored) {
        var key = keys.open();
        var record = Wrapped.parse(stored.json());
        byte[] secret;
        try {
            secret = key.unwrap(Base64.getDecoder().decode(record.wrapped()), NAME);
        } catch (IllegalArgumentException e) {
            throw new StartupRefused(
                    "%s is not the one of this log: it holds %s, the log was made with %s."
                            .formatted(keys.described(), key.id(), record.key()),
                    "Put the copy of the original key back, or name where its file is by journey.keys (JOURNEY_KEYS).");
        }
        if (!record.key().equals(key.id())) {
            // whoever else starts now does the same: one of them wins, and either record opens
            records.replace(KIND, NAME, stored.version(), wrapped(key, secret));
        }
        return new Opened(key, secret);
    }
}
