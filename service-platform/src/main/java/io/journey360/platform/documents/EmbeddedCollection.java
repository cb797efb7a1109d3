package io.journey360.platform.documents;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Documents kept as BSON bytes: a fifth of the memory of decoded ones, and no reader ever shares a mutable document with a
 * writer. Reads that an index can narrow decode only what they return.
 */
final class EmbeddedCollection extends AbstractSynchronizedMongoCollection<Integer> {

    private static final int DEFAULT_BATCH = 500;

    private final List<byte @Nullable []> documents = new ArrayList<>();
    private final Deque<Integer> freePositions = new ArrayDeque<>();
    private long dataSize;
    private long examined;

    EmbeddedCollection(MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors) {
        super(database, name, options, cursors);
    }

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int numberToSkip,
            int limit,
            int batchSize,
            @Nullable Document fieldSelector) {
        var byId = idOrder(orderBy);
        var descending = byId != null && byId < 0;
        var constraints = new Constraints(query);
        for (var index : getIndexes()) {
            if (index instanceof SortedUniqueIndex sorted) {
                var ordersById = sorted.getKeys().size() == 1
                        && sorted.getKeys().getFirst().getKey().equals(getIdField());
                var candidates = sorted.candidates(constraints, descending);
                if (candidates == null && byId != null && ordersById) {
                    candidates = sorted.all(descending);
                }
                if (candidates != null) {
                    return read(
                            query,
                            candidates,
                            byId != null && ordersById ? null : orderBy,
                            numberToSkip,
                            limit,
                            batchSize,
                            fieldSelector);
                }
            }
        }
        return matchDocuments(query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }

    /** An upsert of a fact, {@code {_id}} and {@code $setOnInsert} alone, needs none of the general machinery. */
    @Override
    public synchronized Document updateDocuments(
            Document selector,
            Document updateQuery,
            ArrayFilters arrayFilters,
            boolean isMulti,
            boolean isUpsert,
            Oplog oplog) {
        if (isUpsert
                && selector.size() == 1
                && selector.get(getIdField()) instanceof String id
                && updateQuery.size() == 1
                && updateQuery.get("$setOnInsert") instanceof Document fields
                && getIndexes().getFirst() instanceof SortedUniqueIndex ids
                && ids.getKeys().getFirst().getKey().equals(getIdField())
                && fields.keySet().stream().noneMatch(EmbeddedCollection::isPath)
                && !fields.containsKey(getIdField())) {
            var result = new Document();
            if (ids.contains(id)) {
                return result.append("n", 1).append("nModified", 0);
            }
            var document = new Document(getIdField(), id);
            document.putAll(fields);
            Utils.validateFieldNames(document);
            addDocument(document);
            return result.append("upserted", id).append("n", 0).append("nModified", 0);
        }
        return super.updateDocuments(selector, updateQuery, arrayFilters, isMulti, isUpsert, oplog);
    }

    private static boolean isPath(String field) {
        return field.indexOf('.') >= 0 || field.startsWith("$");
    }

    /** 1 or -1 when the sort is by the id alone. */
    private @Nullable Integer idOrder(@Nullable Document orderBy) {
        return orderBy != null && orderBy.size() == 1 && orderBy.get(getIdField()) instanceof Number direction
                ? Integer.valueOf(direction.intValue())
                : null;
    }

    @Override
    protected QueryResult matchDocuments(
            Document query,
            @Nullable Document orderBy,
            int numberToSkip,
            int numberToReturn,
            int batchSize,
            @Nullable Document fieldSelector) {
        var all = IntStream.range(0, documents.size());
        var positions = isNaturalDescending(orderBy) ? all.map(i -> documents.size() - 1 - i) : all;
        return read(
                query,
                () -> positions.filter(i -> documents.get(i) != null).iterator(),
                orderBy,
                numberToSkip,
                numberToReturn,
                batchSize,
                fieldSelector);
    }

    private QueryResult read(
            Document query,
            Iterable<Integer> candidates,
            @Nullable Document orderBy,
            int numberToSkip,
            int limit,
            int batchSize,
            @Nullable Document fieldSelector) {
        var matched = StreamSupport.stream(candidates.spliterator(), false)
                .map(position -> new Match(bytes(position), getDocument(position)))
                .filter(match -> documentMatchesQuery(match.document(), query));
        var comparator = deriveComparator(orderBy);
        if (comparator != null) {
            matched = matched.sorted((left, right) -> comparator.compare(left.document(), right.document()));
        }
        if (numberToSkip > 0) {
            matched = matched.skip(numberToSkip);
        }
        if (limit > 0) {
            matched = matched.limit(limit);
        }
        var rest = matched.iterator();
        var first = new ArrayList<Document>();
        while (rest.hasNext() && (batchSize <= 0 || first.size() < batchSize)) {
            first.add(rest.next().document());
        }
        var projected = project(first, fieldSelector);
        if (!rest.hasNext()) {
            return new QueryResult(projected);
        }
        var remaining = new ArrayDeque<byte[]>();
        rest.forEachRemaining(match -> remaining.add(match.bytes()));
        var cursor = new Snapshot(cursorRegistry.generateCursorId(), remaining, fieldSelector);
        cursorRegistry.add(cursor);
        return new QueryResult(projected, cursor);
    }

    private record Match(byte[] bytes, Document document) {}

    private Collection<Document> project(List<Document> read, @Nullable Document fieldSelector) {
        if (fieldSelector == null || fieldSelector.isEmpty()) {
            return read;
        }
        return matchDocumentsFromStream(new Document(), read.stream(), 0, 0, 0, null, fieldSelector)
                .collectDocuments();
    }

    @Override
    protected boolean documentMatchesQuery(Document document, Document query) {
        examined++;
        return super.documentMatchesQuery(document, query);
    }

    /** What a query had matched when it was asked; later writes do not show in it. */
    private final class Snapshot extends AbstractCursor {

        private final Deque<byte[]> remaining;
        private final @Nullable Document fieldSelector;

        Snapshot(long id, Deque<byte[]> remaining, @Nullable Document fieldSelector) {
            super(id);
            this.remaining = remaining;
            this.fieldSelector = fieldSelector;
        }

        @Override
        public boolean isEmpty() {
            return remaining.isEmpty();
        }

        @Override
        public List<Document> takeDocuments(int numberToReturn) {
            var taken = new ArrayList<Document>();
            for (int i = numberToReturn > 0 ? numberToReturn : DEFAULT_BATCH; i > 0 && !remaining.isEmpty(); i--) {
                taken.add(decode(remaining.removeFirst()));
            }
            return List.copyOf(project(taken, fieldSelector));
        }
    }

    private static byte[] encode(Document document) {
        var buffer = Unpooled.buffer(512);
        BsonEncoder.encodeDocument(document, buffer);
        return Arrays.copyOf(buffer.array(), buffer.writerIndex());
    }

    private static Document decode(byte[] bytes) {
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
    }

    @Override
    protected Integer addDocumentInternal(Document document) {
        var bytes = encode(document);
        dataSize += bytes.length;
        var free = freePositions.poll();
        if (free != null) {
            documents.set(free, bytes);
            return free;
        }
        documents.add(bytes);
        return documents.size() - 1;
    }

    @Override
    protected Document getDocument(Integer position) {
        return decode(bytes(position));
    }

    private byte[] bytes(int position) {
        var bytes = documents.get(position);
        if (bytes == null) {
            throw new IllegalStateException("No document at position " + position + " of " + this);
        }
        return bytes;
    }

    @Override
    protected void handleUpdate(Integer position, Document oldDocument, Document newDocument) {
        var bytes = encode(newDocument);
        dataSize += bytes.length - bytes(position).length;
        documents.set(position, bytes);
    }

    @Override
    protected void removeDocument(Integer position) {
        dataSize -= bytes(position).length;
        documents.set(position, null);
        freePositions.add(position);
    }

    @Override
    protected Stream<DocumentWithPosition<Integer>> streamAllDocumentsWithPosition() {
        return IntStream.range(0, documents.size())
                .filter(i -> documents.get(i) != null)
                .mapToObj(i -> new DocumentWithPosition<>(getDocument(i), i));
    }

    @Override
    public synchronized int count() {
        return documents.size() - freePositions.size();
    }

    @Override
    public synchronized int count(Document query, int skip, int limit) {
        return super.count(query, skip, limit);
    }

    @Override
    public synchronized boolean isEmpty() {
        return count() == 0;
    }

    /** With {@code documentsExamined}: how many documents queries have looked at since the start. */
    @Override
    public synchronized Document getStats() {
        return super.getStats().append("documentsExamined", examined);
    }

    @Override
    protected boolean tracksDataSize() {
        return false; // counted here, from the bytes that are kept anyway
    }

    @Override
    protected void updateDataSize(int sizeDelta) {
        throw new IllegalStateException("The data size is counted where documents are kept");
    }

    @Override
    protected int getDataSize() {
        return (int) Math.min(dataSize, Integer.MAX_VALUE);
    }
}
