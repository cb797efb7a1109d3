package io.journey360.analytics.facts;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events' JSON without something of it. */
final class Payloads {

    static final String TEXT = "text";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Payloads() {}

    static String without(String field, String payload) {
        if (!payload.contains('"' + field + '"')) { // the usual case, and much cheaper than parsing
            return payload;
        }
        if (JSON.readTree(payload) instanceof ObjectNode event && event.remove(field) != null) {
            return event.toString();
        }
        return payload;
    }
}
