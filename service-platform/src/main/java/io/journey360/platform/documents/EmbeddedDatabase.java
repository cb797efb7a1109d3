package io.journey360.platform.documents;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.List;

/** One in-memory database whose unique indexes are sorted. */
final class EmbeddedDatabase extends AbstractSynchronizedMongoDatabase<Integer> {

    /** A first batch must stay below the protocol's 48 MB even with the largest events. */
    private static final int FIRST_BATCH = 500;

    EmbeddedDatabase(String name, CursorRegistry cursors) {
        super(name, cursors);
        initializeNamespacesAndIndexes();
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        if (command.equalsIgnoreCase("find")) {
            query.putIfAbsent("batchSize", FIRST_BATCH);
        }
        return super.handleCommand(channel, command, query, databases, oplog);
    }

    @Override
    protected MongoCollection<Integer> openOrCreateCollection(String name, CollectionOptions options) {
        return name.startsWith("system.")
                ? new MemoryCollection(this, name, options, cursorRegistry)
                : new EmbeddedCollection(this, name, options, cursorRegistry);
    }

    @Override
    protected Index<Integer> openOrCreateUniqueIndex(
            String collectionName, String indexName, List<IndexKey> keys, boolean sparse) {
        return new SortedUniqueIndex(indexName, keys, sparse);
    }

    @Override
    protected long getFileSize() {
        return 0;
    }

    @Override
    protected long getStorageSize() {
        return 0;
    }

    static final class Backend extends AbstractMongoBackend {

        @Override
        public EmbeddedDatabase openOrCreateDatabase(String name) {
            return new EmbeddedDatabase(name, getCursorRegistry());
        }
    }
}
