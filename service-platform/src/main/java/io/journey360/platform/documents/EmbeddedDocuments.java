package io.journey360.platform.documents;

import de.bwaldvogel.mongo.MongoServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An in-memory server that speaks MongoDB's protocol on a random loopback port. What it holds is gone when it is closed. */
public final class EmbeddedDocuments implements AutoCloseable {

    private final MongoServer server = new MongoServer(new EmbeddedDatabase.Backend());

    public EmbeddedDocuments() {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public String connectionString() {
        return "mongodb://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getLocalAddress().getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
