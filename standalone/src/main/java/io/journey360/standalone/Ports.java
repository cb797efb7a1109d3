package io.journey360.standalone;

import io.journey360.platform.operations.StartupRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/** Loopback ports. */
final class Ports {

    /** Below what systems give to outgoing connections, so that none of ours takes it before its server is there. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;

    private Ports() {}

    /** @throws StartupRefused if somebody listens there already */
    static void demand(int port) {
        if (port != 0 && !isFree(port)) {
            throw new StartupRefused(
                    "Port " + port + " is in use.",
                    "Stop what listens there, or choose another port by journey.port (JOURNEY_PORT).");
        }
    }

    static int free(RandomGenerator random) {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = random.nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
