package io.journey360.platform.records;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What cannot be rebuilt and is not an event: keys, idempotency records, import state. It lives with the log's
 * durability, so what was written survives {@code kill -9}. All calls block.
 */
public interface DurableRecords {

    record Stored(String key, long version, String json) {}

    /** Inserts, unless the key is taken: then nothing is written and the answer is false. An expired record takes no key. */
    boolean insertIfAbsent(String kind, String key, String json, @Nullable Instant expiresAt);

    /** Expired records are not found. */
    Optional<Stored> find(String kind, String key);

    /** Compare-and-set. @return false if the record has another version or is gone */
    boolean replace(String kind, String key, long version, String json);

    /** Every unexpired record of the kind, by key. */
    List<Stored> list(String kind);

    void delete(String kind, String key);

    int deleteExpired(Instant now);
}
