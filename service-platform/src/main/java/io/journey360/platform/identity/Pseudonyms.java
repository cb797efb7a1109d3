package io.journey360.platform.identity;

import io.journey360.events.IdentityKey;

/** Turns raw identity values into the keys that events carry (HMAC-SHA-256 under the tenant secret, cut to 128 bits). */
public interface Pseudonyms {

    /** A known customer. Values share one tenant-wide namespace unless their source is configured otherwise. */
    IdentityKey customer(String value, String source);

    /** A device or cookie; values live in their source's namespace. */
    IdentityKey anonymous(String value, String source);

    /** 128 bits in lower-case base32 (26 characters), separate for each purpose. */
    String hmac(String purpose, String... parts);
}
