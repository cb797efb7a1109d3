package io.journey360.platform.http;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept of a request that had an Idempotency-Key: nothing of its content.
 *
 * @param fingerprint keyed hash of method, path and body
 * @param leaseUntilMillis while under way: when others may take it for abandoned
 * @param status of the answer; 0 while under way
 * @param hadBody whether the answer had one
 * @param code of the problem, if it was one
 */
record KeyRecord(
        String fingerprint,
        long leaseUntilMillis,
        int status,
        @Nullable String location,
        @Nullable String etag,
        boolean hadBody,
        @Nullable String code) {

    static final String KIND = "idempotency";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static KeyRecord underWay(String fingerprint, long leaseUntilMillis) {
        return new KeyRecord(fingerprint, leaseUntilMillis, 0, null, null, false, null);
    }

    boolean isUnderWay() {
        return status == 0;
    }

    static KeyRecord parse(String json) {
        return JSON.readValue(json, KeyRecord.class);
    }

    String json() {
        return JSON.writeValueAsString(this);
    }
}
