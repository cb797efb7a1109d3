package io.journey360.platform.identity;

import io.journey360.platform.operations.StartupRefused;
import java.util.Arrays;

/**
 * The key-encryption key in the environment, as a cluster hands secrets out: the lines of a key file, divided by line ends
 * or semicolons.
 */
final class KeySecret implements KeySource {

    private final String text;

    KeySecret(String text) {
        this.text = text;
    }

    @Override
    public void createIfAbsent() {
        open(); // nobody but its owner can make it
    }

    @Override
    public KeyEncryptionKeys open() {
        try {
            return KeyEncryptionKeys.parse(Arrays.stream(text.split("[;\\n]")));
        } catch (IllegalArgumentException e) {
            throw new StartupRefused(
                    described() + " holds no key.",
                    "It is an id, a space and 32 bytes in base64; older keys follow it, divided by semicolons.");
        }
    }

    @Override
    public String described() {
        return "The secret journey.key-secret (JOURNEY_KEY_SECRET)";
    }

    @Override
    public String toString() {
        return "KeySecret";
    }
}
