package io.journey360.analytics.feed;

import io.journey360.events.ProfileErased;
import io.journey360.platform.erasure.ErasureWorker;
import io.journey360.platform.erasure.Scrubber;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.KeyShredder;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Erasures are seen in the feed and carried out on whatever was derived of it. */
@Configuration(proxyBeanMethods = false)
class Erasures {

    @Bean
    ErasureWorker analyticsErasureWorker(
            List<Scrubber> scrubbers, LiveView live, KeyShredder keys, JourneyLog log, Clock clock) {
        return new ErasureWorker(new All(scrubbers), live::erasuresDue, keys, log, clock);
    }

    private record All(List<Scrubber> scrubbers) implements Scrubber {

        @Override
        public String service() {
            return scrubbers.getFirst().service();
        }

        @Override
        public Map<String, Long> scrub(ProfileErased erasure) {
            var counts = new HashMap<String, Long>();
            scrubbers.forEach(scrubber -> counts.putAll(scrubber.scrub(erasure)));
            return counts;
        }
    }
}
