package io.journey360.profile.erasures;

import io.journey360.events.ProfileErased;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionRunId;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.scrubbing.ScrubLater;
import io.journey360.platform.scrubbing.ScrubWorker;
import io.journey360.platform.scrubbing.Scrubber;
import io.journey360.platform.sealing.KeyShredder;
import io.journey360.profile.links.ErasureHistory;
import io.journey360.profile.links.Links;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** This service's part: keys that are to go, and traces of destroyed keys, leave the keyring's store. What it shows of people is folded from the log and holds nothing open. */
@Component
class KeyTraces implements Scrubber {

    private final KeyShredder keys;

    /** By runs whose traces are still to be removed; what a process destroyed that was killed in between is counted by nobody. */
    private final Map<RetentionRunId, Long> destroyed = new ConcurrentHashMap<>();

    KeyTraces(KeyShredder keys) {
        this.keys = keys;
    }

    @Override
    public String service() {
        return ErasureHistory.SERVICE;
    }

    @Override
    public Map<String, Long> scrub(ProfileErased erasure) {
        if (!keys.purge()) {
            throw new ScrubLater("the log is being read");
        }
        return Map.of("identities", (long) erasure.identities().size());
    }

    /** The day's keys themselves are destroyed here, once for all services. */
    @Override
    public Map<String, Long> scrub(RetentionDue due) {
        var before = LocalDate.ofInstant(due.before(), ZoneOffset.UTC);
        long now = keys.destroy(due.kinds(), before, due.identities());
        destroyed.merge(due.run(), now, Long::sum);
        if (!keys.purge()) {
            throw new ScrubLater("the log is being read");
        }
        return Map.of("keys", Objects.requireNonNull(destroyed.remove(due.run())));
    }

    @Configuration(proxyBeanMethods = false)
    static class Worker {

        @Bean
        ScrubWorker profileErasureWorker(KeyTraces traces, Links links, KeyShredder keys, JourneyLog log, Clock clock) {
            return new ScrubWorker(traces, links.erasures().duties(), keys, log, clock);
        }
    }
}
