package io.journey360.platform.identity;

import io.journey360.platform.operations.StartupRefused;

/** Where the key-encryption key comes from. A bean of this type takes the place of the key file. */
public interface KeySource {

    /** Called at the very first start of a log only; whoever comes second finds the key of the first. */
    void createIfAbsent();

    /** @throws StartupRefused if there is no key, or nothing usable in its place */
    KeyWrap open();

    /** As a sentence about it begins: {@code The key file /data/journey.keys}. */
    String described();
}
