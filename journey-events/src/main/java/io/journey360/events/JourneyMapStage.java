package io.journey360.events;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a journey map. The texts are the company's own and never about one customer.
 *
 * @param key names the stage within its map
 * @param entry an event that any of these fits enters the stage
 * @param optional whether a journey may leave the stage out
 * @param expectedToNext longest time the company promises until the next stage is entered; null where it promises nothing
 * @param expectations what customers expect here
 * @param emotions what they feel
 * @param painPoints what is known to hurt
 */
public record JourneyMapStage(
        String key,
        String name,
        List<StageEntry> entry,
        boolean optional,
        @Nullable Duration expectedToNext,
        List<String> expectations,
        List<String> emotions,
        List<String> painPoints) {}
