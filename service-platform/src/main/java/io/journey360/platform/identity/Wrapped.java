package io.journey360.platform.identity;

import tools.jackson.databind.json.JsonMapper;

/**
 * A secret as it is stored.
 *
 * @param key id of the key-encryption key
 * @param wrapped ciphertext in base64
 */
record Wrapped(String key, String wrapped) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Wrapped parse(String json) {
        return JSON.readValue(json, Wrapped.class);
    }

    String json() {
        return JSON.writeValueAsString(this);
    }
}
