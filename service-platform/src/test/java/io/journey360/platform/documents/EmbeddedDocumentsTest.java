package io.journey360.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedDocumentsTest {

    private static EmbeddedDocuments server;
    private static MongoClient client;
    private static MongoDatabase database;

    private MongoCollection<Document> facts;

    @BeforeAll
    static void start() {
        server = new EmbeddedDocuments();
        client = MongoClients.create(server.connectionString());
        database = client.getDatabase("journey_test");
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void emptyCollection() {
        facts = database.getCollection("facts");
        facts.drop();
        facts.insertOne(new Document("_id", "~last"));
    }

    @Test
    void answersARangeOverManyDocumentsWithoutLookingAtTheOthers() {
        insert(300_000);
        var before = examined();

        var range = facts.find(Filters.and(Filters.gte("_id", key(150_000)), Filters.lt("_id", key(150_020))))
                .into(new ArrayList<>());

        assertThat(range)
                .extracting(d -> d.getString("_id"))
                .hasSize(20)
                .startsWith(key(150_000))
                .isSorted();
        assertThat(examined() - before).isEqualTo(20);
    }

    @Test
    void answersTheSmallestIdsInOrderWithoutSortingEverything() {
        insert(50_000);
        var before = examined();

        var page = facts.find(Filters.gt("_id", key(100)))
                .sort(Sorts.ascending("_id"))
                .limit(10)
                .into(new ArrayList<>());
        var last = facts.find().sort(Sorts.descending("_id")).skip(1).limit(1).first();

        assertThat(page)
                .extracting(d -> d.getString("_id"))
                .startsWith(key(101))
                .hasSize(10)
                .isSorted();
        assertThat(last).containsEntry("_id", key(49_999));
        assertThat(examined() - before).isLessThan(20);
    }

    @Test
    void findsListedIdsAndUniqueValuesWithoutScanning() {
        facts.createIndex(
                Indexes.ascending("receipt"), new IndexOptions().unique(true).sparse(true));
        insert(10_000);
        facts.insertOne(new Document("_id", "r").append("receipt", 17));
        var before = examined();

        assertThat(facts.find(Filters.in("_id", key(1), key(9_999), "absent")).into(new ArrayList<>()))
                .hasSize(2);
        assertThat(facts.find(Filters.eq("receipt", 17L)).first()).containsEntry("_id", "r");
        assertThat(examined() - before).isEqualTo(3);
        assertThat(facts.countDocuments(Filters.eq("receipt", null))).isEqualTo(10_001);
    }

    @Test
    void readsALargeResultInBatchesThatDoNotChangeUnderWrites() {
        insert(5_000);
        var ids = new ArrayList<String>();

        for (var document : facts.find(Filters.lt("_id", "~"))) {
            if (ids.isEmpty()) {
                facts.updateMany(new Document(), Updates.set("n", -1));
            }
            assertThat(document.getInteger("n")).isNotEqualTo(-1);
            ids.add(document.getString("_id"));
        }

        assertThat(ids).hasSize(5_000).doesNotHaveDuplicates();
    }

    @Test
    void ignoresAnOlderStateAsTheSecondUpdateProtocolNeeds() {
        state("a", 3, "new");
        assertThatThrownBy(() -> state("a", 2, "old"))
                .isInstanceOfSatisfying(
                        MongoWriteException.class,
                        e -> assertThat(e.getError().getCode()).isEqualTo(11000));
        state("a", 4, "newest");

        assertThat(facts.find(Filters.eq("_id", "a")).first())
                .isEqualTo(new Document("_id", "a").append("value", "newest").append("seq", 4L));
    }

    private void state(String id, long seq, String value) {
        facts.updateOne(
                Filters.and(Filters.eq("_id", id), Filters.lt("seq", seq)),
                Updates.combine(Updates.set("value", value), Updates.set("seq", seq)),
                new UpdateOptions().upsert(true));
    }

    @Test
    void keepsCompoundUniqueKeysUnique() {
        facts.createIndex(Indexes.ascending("processor", "segment"), new IndexOptions().unique(true));
        facts.insertOne(new Document("processor", "p").append("segment", 0));
        facts.insertOne(new Document("processor", "p").append("segment", 1));

        assertThatThrownBy(() -> facts.insertOne(new Document("processor", "p").append("segment", 1L)))
                .isInstanceOf(MongoWriteException.class);

        var before = examined();
        var claimed = facts.findOneAndUpdate(
                Filters.and(Filters.eq("processor", "p"), Filters.eq("segment", 1), Filters.eq("owner", null)),
                Updates.set("owner", "me"),
                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
        assertThat(claimed).containsEntry("owner", "me").containsEntry("segment", 1);
        assertThat(examined() - before).isLessThanOrEqualTo(2);
    }

    /** Random writes and reads on the server and on a plain map give the same. */
    @Test
    void behavesLikeAPlainMapUnderRandomWritesAndQueries() {
        var random = new Random(7);
        var model = new TreeMap<String, Document>(Map.of("~last", new Document("_id", "~last")));
        for (int i = 0; i < 3_000; i++) {
            var id = Integer.toString(random.nextInt(300), 36);
            var n = random.nextInt(10);
            switch (random.nextInt(4)) {
                case 0 -> {
                    facts.deleteOne(Filters.eq("_id", id));
                    model.remove(id);
                }
                case 1 -> {
                    facts.updateOne(
                            Filters.eq("_id", id), Updates.setOnInsert("n", n), new UpdateOptions().upsert(true));
                    model.putIfAbsent(id, new Document("_id", id).append("n", n));
                }
                case 2 -> {
                    facts.updateOne(Filters.eq("_id", id), Updates.set("n", n), new UpdateOptions().upsert(true));
                    model.put(id, new Document("_id", id).append("n", n));
                }
                default -> compareRandomQuery(random, model);
            }
        }
        assertThat(facts.countDocuments()).isEqualTo(model.size());
    }

    private void compareRandomQuery(Random random, TreeMap<String, Document> model) {
        var low = Integer.toString(random.nextInt(300), 36);
        var high = Integer.toString(random.nextInt(300), 36);
        var n = random.nextInt(10);
        record Query(Bson filter, Predicate<Document> plain) {}
        var queries = List.of(
                new Query(
                        Filters.and(Filters.gte("_id", low), Filters.lt("_id", high)),
                        d -> id(d).compareTo(low) >= 0 && id(d).compareTo(high) < 0),
                new Query(
                        Filters.and(Filters.gt("_id", low), Filters.lte("_id", high), Filters.eq("n", n)),
                        d -> id(d).compareTo(low) > 0
                                && id(d).compareTo(high) <= 0
                                && Integer.valueOf(n).equals(d.get("n"))),
                new Query(Filters.in("_id", low, high), d -> id(d).equals(low) || id(d).equals(high)),
                new Query(
                        Filters.and(Filters.eq("_id", low), Filters.ne("n", n)),
                        d -> id(d).equals(low) && !Integer.valueOf(n).equals(d.get("n"))),
                new Query(
                        Filters.or(Filters.lt("_id", low), Filters.eq("n", n)),
                        d -> id(d).compareTo(low) < 0 || Integer.valueOf(n).equals(d.get("n"))),
                new Query(
                        new Document("_id", new Document("$gt", low).append("$ne", high)),
                        d -> id(d).compareTo(low) > 0 && !id(d).equals(high)),
                new Query(new Document("_id", new Document("$gte", 5)), d -> false),
                new Query(new Document(), d -> true));
        var query = queries.get(random.nextInt(queries.size()));
        var descending = random.nextBoolean();
        var skip = random.nextInt(5);
        var limit = 1 + random.nextInt(40);

        var expected = model.values().stream()
                .filter(query.plain())
                .sorted(Comparator.comparing(
                        EmbeddedDocumentsTest::id, descending ? Comparator.reverseOrder() : Comparator.naturalOrder()))
                .skip(skip)
                .limit(limit)
                .map(d -> new Document("_id", d.get("_id")))
                .toList();
        assertThat(facts.find(query.filter())
                        .sort(descending ? Sorts.descending("_id") : Sorts.ascending("_id"))
                        .projection(Projections.include("_id"))
                        .skip(skip)
                        .limit(limit)
                        .batchSize(7)
                        .into(new ArrayList<>()))
                .isEqualTo(expected);
        assertThat(facts.find(query.filter()).into(new ArrayList<>()))
                .containsExactlyInAnyOrderElementsOf(
                        model.values().stream().filter(query.plain()).toList());
    }

    @Test
    void readsRangesWhileOthersWrite() throws Exception {
        insert(20_000);
        try (var writers = Executors.newFixedThreadPool(4)) {
            var started = new CountDownLatch(4);
            var writes = IntStream.range(0, 4)
                    .mapToObj(w -> writers.submit(() -> {
                        started.countDown();
                        for (int bulk = 0; bulk < 10; bulk++) {
                            upsert(20_000 + w * 5_000 + bulk * 500, 500);
                        }
                        return null;
                    }))
                    .toList();
            started.await();
            while (!writes.stream().allMatch(write -> write.isDone())) {
                assertThat(facts.find(Filters.and(Filters.gte("_id", key(5_000)), Filters.lt("_id", key(5_100))))
                                .into(new ArrayList<>()))
                        .hasSize(100);
            }
            for (var write : writes) {
                write.get();
            }
        }
        assertThat(facts.countDocuments()).isEqualTo(40_001);
    }

    private void insert(int count) {
        for (int i = 0; i < count; i += 1_000) {
            facts.insertMany(IntStream.range(i, Math.min(count, i + 1_000))
                    .mapToObj(EmbeddedDocumentsTest::fact)
                    .toList());
        }
    }

    private void upsert(int first, int count) {
        facts.bulkWrite(
                IntStream.range(first, first + count)
                        .mapToObj(i -> new UpdateOneModel<Document>(
                                Filters.eq("_id", key(i)),
                                new Document("$setOnInsert", fact(i)),
                                new UpdateOptions().upsert(true)))
                        .toList(),
                new BulkWriteOptions().ordered(false));
    }

    private static Document fact(int i) {
        return new Document("_id", key(i)).append("event", "booked").append("n", i);
    }

    private static String id(Document document) {
        return document.getString("_id");
    }

    private static String key(int i) {
        return "id-%08d".formatted(i);
    }

    private static long examined() {
        return database.runCommand(new Document("collStats", "facts"))
                .get("documentsExamined", Number.class)
                .longValue();
    }
}
