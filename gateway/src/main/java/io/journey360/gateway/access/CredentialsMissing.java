package io.journey360.gateway.access;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The gateway was told to listen where others can reach it, and not told whom to let in. */
final class CredentialsMissing extends RuntimeException {

    /** @param address null means every address of this machine */
    CredentialsMissing(@Nullable InetAddress address) {
        super("The gateway would listen on %s and let anybody in"
                .formatted(address == null ? "every address" : address.getHostAddress()));
    }
}
