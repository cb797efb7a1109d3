package io.journey360.analytics.index;

import java.util.List;

/**
 * @param attributes names of the event attributes that can be filtered on; others are not kept here
 * @param limitBytes what the index may take of the heap
 */
public record IndexSettings(List<String> attributes, long limitBytes) {

    public IndexSettings {
        attributes = List.copyOf(attributes);
    }
}
