package io.journey360.standalone;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.journey360.platform.documents.EmbeddedDocuments;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log on a real PostgreSQL, documents on a server of their own: after the erasures it is given back all the documents, and the
 * tokens of those who write them, as they were before, as from a backup.
 */
class ErasureOnPostgresTest extends ErasureContract {

    @TempDir
    Path postgresFolder;

    private EmbeddedPostgres postgres;
    private EmbeddedDocuments documents;
    private final Map<String, Map<String, List<Document>>> backup = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(postgresFolder.resolve("pg"))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        documents = new EmbeddedDocuments();
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
        documents.close();
    }

    @Override
    String[] settings(Path folder) {
        return new String[] {
            "--journey.port=0",
            "--journey.demo=false",
            "--journey.data=" + folder.resolve("data"),
            "--journey.documents=" + documents.connectionString(),
            "--journey.log=postgres",
            "--journey.postgres.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "--journey.postgres.username=postgres"
        };
    }

    /** The server's own write-ahead log keeps wrapped keys, as the decision says, so only what is open is looked for there. */
    @Override
    Map<String, String> opened() throws IOException {
        return files(postgresFolder, Instant.EPOCH);
    }

    @Override
    void beforeErasing(MongoClient client) {
        for (var database : client.listDatabaseNames()) {
            var collections = new HashMap<String, List<Document>>();
            for (var collection : client.getDatabase(database).listCollectionNames()) {
                collections.put(
                        collection,
                        client.getDatabase(database)
                                .getCollection(collection)
                                .find()
                                .into(new ArrayList<>()));
            }
            backup.put(database, collections);
        }
    }

    @Override
    boolean restored() {
        try (var client = MongoClients.create(documents.connectionString())) {
            for (var database : client.listDatabaseNames()) {
                client.getDatabase(database).drop();
            }
            backup.forEach((database, collections) -> collections.forEach((collection, all) -> {
                if (!all.isEmpty()) {
                    client.getDatabase(database).getCollection(collection).insertMany(all);
                }
            }));
        }
        return true;
    }
}
