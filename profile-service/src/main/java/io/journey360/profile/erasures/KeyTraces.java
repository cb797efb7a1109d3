package io.journey360.profile.erasures;

import io.journey360.events.ProfileErased;
import io.journey360.platform.erasure.ErasureWorker;
import io.journey360.platform.erasure.ScrubLater;
import io.journey360.platform.erasure.Scrubber;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.KeyShredder;
import io.journey360.profile.links.ErasureHistory;
import io.journey360.profile.links.Links;
import java.time.Clock;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** This service's part: traces of the destroyed keys leave the keyring's store. What it shows of people is folded from the log and holds nothing open. */
@Component
class KeyTraces implements Scrubber {

    private final KeyShredder keys;

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

    @Configuration(proxyBeanMethods = false)
    static class Worker {

        @Bean
        ErasureWorker profileErasureWorker(
                KeyTraces traces, Links links, KeyShredder keys, JourneyLog log, Clock clock) {
            return new ErasureWorker(traces, links.erasures().duties(), keys, log, clock);
        }
    }
}
