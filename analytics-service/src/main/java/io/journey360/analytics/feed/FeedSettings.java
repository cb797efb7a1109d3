package io.journey360.analytics.feed;

import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is kept in memory.
 *
 * @param attributes names of the event attributes that analyses can filter on
 * @param limit what the index may take; half of the heap unless said otherwise
 * @param horizon how long ago events may have occurred to be kept, like P3Y: see {@link JourneyIndex#heldSince()}
 */
@ConfigurationProperties("journey.index")
public record FeedSettings(
        @DefaultValue List<String> attributes,
        @Nullable DataSize limit,
        @Nullable Period horizon) {

    IndexSettings index() {
        return new IndexSettings(
                attributes, limit == null ? Runtime.getRuntime().maxMemory() / 2 : limit.toBytes(), horizon);
    }
}
