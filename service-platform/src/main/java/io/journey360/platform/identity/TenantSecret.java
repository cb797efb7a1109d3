package io.journey360.platform.identity;

import io.journey360.platform.operations.StartupRefused;
import io.journey360.platform.records.DurableRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.BooleanSupplier;

/**
 * The secret under which identities become pseudonyms. Made at the very first start, kept with the log wrapped by the key of
 * the key file; another secret over the same log would make a stranger of every customer, so any doubt refuses the start.
 */
final class TenantSecret {

    /** The key file proven to be the one of this log, and the secret. */
    record Opened(KeyFile keyFile, byte[] secret) {

        @Override
        public String toString() {
            return "Opened[" + keyFile.id() + "]";
        }
    }

    static final String KIND = "keyring";
    static final String NAME = "tenant-secret";
    private static final int SECRET_BYTES = 32;

    private final DurableRecords records;
    private final Path keyFile;
    private final SecureRandom random;

    TenantSecret(DurableRecords records, Path keyFile, SecureRandom random) {
        this.records = records;
        this.keyFile = keyFile;
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
        return unwrap(stored.orElseThrow().json());
    }

    /** Several services may do this at once: the first record stays, and everybody reads that one back. */
    private void create() {
        KeyFile.createIfAbsent(keyFile, random);
        var key = KeyFile.read(keyFile);
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        var wrapped = Base64.getEncoder().encodeToString(key.wrap(secret, NAME));
        records.insertIfAbsent(KIND, NAME, new Wrapped(key.id(), wrapped).json(), null);
    }

    private Opened unwrap(String json) {
        if (!Files.exists(keyFile)) {
            throw new StartupRefused(
                    "The key file " + keyFile.toAbsolutePath() + " of this log is missing.",
                    "Put the copy of the original file back, or name where it is by journey.keys (JOURNEY_KEYS).");
        }
        var key = KeyFile.read(keyFile);
        var record = Wrapped.parse(json);
        try {
            return new Opened(key, key.unwrap(Base64.getDecoder().decode(record.wrapped()), NAME));
        } catch (IllegalArgumentException e) {
            throw new StartupRefused(
                    "The key file %s is not the one of this log: it holds %s, the log was made with %s."
                            .formatted(keyFile.toAbsolutePath(), key.id(), record.key()),
                    "Put the copy of the original file back, or name where it is by journey.keys (JOURNEY_KEYS).");
        }
    }
}
