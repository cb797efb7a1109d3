package io.journey360.analytics.query;

import io.journey360.platform.log.EventKeys;
import io.journey360.platform.records.DurableRecords;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Questions that were answered, kept for at least 24 hours: an explanation asks them again. The same question of the same
 * position is kept once an hour, so a dashboard that asks every second fills nothing.
 */
@Component
class Questions {

    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
    private static final String KIND = "explanation";
    private static final String PREFIX = "explanation-";
    private static final Duration KEPT = Duration.ofHours(25);
    private static final int ID_BYTES = 16;
    private static final int RECENT = 10_000;

    private final DurableRecords records;
    private final JsonMapper json;
    private final Clock clock;
    private final Map<String, String> recent = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > RECENT;
        }
    });

    Questions(DurableRecords records, JsonMapper json, Clock clock) {
        this.records = records;
        this.json = json;
        this.clock = clock;
    }

    /** @param id of the explanation */
    record Named(String id, Question question) {

        /** Other questions, and the same one of another moment, have another. */
        String hash() {
            return id.substring(PREFIX.length());
        }
    }

    /** The same question has the same name within an hour. */
    Named named(Question question) {
        var body = json.writeValueAsString(question);
        return new Named(PREFIX + EventKeys.base32(Arrays.copyOf(sha256(hour() + body), ID_BYTES)), question);
    }

    void keep(Named named) {
        var body = json.writeValueAsString(named.question());
        if (recent.put(named.id(), body) == null) {
            try {
                records.insertIfAbsent(KIND, named.id(), body, hour().plus(KEPT));
            } catch (RuntimeException e) {
                // Figures are right without; until this process ends they can be explained too.
                LOG.warn("A question could not be kept for its explanation", e);
            }
        }
    }

    Optional<Named> find(String id) {
        if (!id.startsWith(PREFIX) || id.length() > PREFIX.length() + 2 * ID_BYTES) {
            return Optional.empty();
        }
        return records.find(KIND, id)
                .map(DurableRecords.Stored::json)
                .or(() -> Optional.ofNullable(recent.get(id)))
                .map(body -> new Named(id, json.readValue(body, Question.class)));
    }

    private Instant hour() {
        return clock.instant().truncatedTo(ChronoUnit.HOURS);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
