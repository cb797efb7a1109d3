package io.journey360.standalone.demo;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A CloudEvent as the collector takes it.
 *
 * @param type without {@code journey.}
 */
record DemoEvent(String source, String id, String type, Instant time, Map<String, Object> data) {

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("specversion", "1.0");
        json.put("id", id);
        json.put("source", source);
        json.put("type", "journey." + type);
        json.put("time", time.toString());
        json.put("data", data);
        return json;
    }
}
