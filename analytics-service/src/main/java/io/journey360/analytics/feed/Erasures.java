package io.journey360.analytics.feed;

import io.journey360.events.ProfileErased;
import io.journey360.events.RetentionDue;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.scrubbing.ScrubDuties;
import io.journey360.platform.scrubbing.ScrubWorker;
import io.journey360.platform.scrubbing.Scrubber;
import io.journey360.platform.sealing.KeyShredder;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Erasures and runs of retention are seen in the feed and carried out on whatever was derived of it. */
@Configuration(proxyBeanMethods = false)
class Erasures {

    @Bean
    ScrubWorker analyticsErasureWorker(
            List<Scrubber> scrubbers, LiveView live, KeyShredder keys, JourneyLog log, Clock clock) {
        return new ScrubWorker(new All(scrubbers), new Due(live), keys, log, clock);
    }

    private record Due(LiveView live) implements ScrubDuties {

        @Override
        public List<ProfileErased> erasures() {
            return live.erasuresDue();
        }

        @Override
        public List<RetentionDue> retentions() {
            return live.retentionsDue();
        }
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

        @Override
        public Map<String, Long> scrub(RetentionDue due) {
            var counts = new HashMap<String, Long>();
            scrubbers.forEach(scrubber -> counts.putAll(scrubber.scrub(due)));
            return counts;
        }
    }
}
