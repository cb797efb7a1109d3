package io.journey360.analytics.running;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.journey360.platform.documents.EmbeddedDocuments;

/** Documents that outlive a service, so that they can be looked into and changed between two starts. */
public final class OwnDocuments implements AutoCloseable {

    private final EmbeddedDocuments server = new EmbeddedDocuments();
    private final MongoClient client = MongoClients.create(server.connectionString());

    /** What makes a service use them. */
    public String setting() {
        return "journey.documents=" + server.connectionString();
    }

    /** That of the service. */
    public MongoDatabase database() {
        return client.getDatabase("journey_analytics");
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
