package io.journey360.touchpoint.segment;

import io.journey360.events.JourneyEventType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param source whose events they are where no credentials are demanded
 * @param sources by the name of a key, the source whose events it sends. Without an entry it is the one source the key is bound
 *     to, else the key's own name. Anonymous ids live in their source: a page's key and its server's key belong to one source
 * @param events by the name of a tracked event, the type of journey event it is; the others are {@code interacted}
 * @param context by path in {@code context} ({@code page.path}), the attribute its value becomes; what is not named is dropped. Given,
 *     it adds to the usual ones; an empty name takes a usual one away
 */
@ConfigurationProperties("journey.segment")
record SegmentSettings(
        @DefaultValue("segment") String source,
        Map<String, String> sources,
        Map<String, String> events,
        Map<String, String> context) {

    private static final Map<String, String> USUAL_CONTEXT = Map.ofEntries(
            Map.entry("campaign.name", "campaign"),
            Map.entry("campaign.source", "campaign-source"),
            Map.entry("campaign.medium", "campaign-medium"),
            Map.entry("campaign.term", "campaign-term"),
            Map.entry("campaign.content", "campaign-content"),
            Map.entry("page.path", "path"),
            Map.entry("page.referrer", "referrer"),
            Map.entry("locale", "locale"),
            Map.entry("os.name", "os"),
            Map.entry("device.type", "device"),
            Map.entry("app.name", "app"),
            Map.entry("app.version", "app-version"),
            Map.entry("groupId", "group"));

    SegmentSettings {
        sources = orNone(sources);
        events = orNone(events);
        events.forEach((name, type) -> {
            if (JourneyEventType.ofWireName(type).isEmpty()) {
                throw new IllegalArgumentException(
                        "journey.segment.events makes " + name + " a " + type + ", which is no type of event");
            }
        });
        var mapped = new LinkedHashMap<>(USUAL_CONTEXT);
        mapped.putAll(orNone(context));
        mapped.values().removeIf(String::isBlank);
        context = Map.copyOf(mapped);
    }

    private static Map<String, String> orNone(@Nullable Map<String, String> given) {
        return given == null ? Map.of() : Map.copyOf(given);
    }
}
