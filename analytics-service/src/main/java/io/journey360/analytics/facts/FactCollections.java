package io.journey360.analytics.facts;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import org.bson.Document;

/** The collections of one generation. */
record FactCollections(
        MongoCollection<Document> facts,
        MongoCollection<Document> retractions,
        MongoCollection<Document> identityChanges,
        MongoCollection<Document> catalogueChanges,
        MongoCollection<Document> traits,
        MongoCollection<Document> retention,
        MongoCollection<Document> links,
        MongoCollection<Document> personas) {

    static final String VIEW = "facts";

    static FactCollections of(MongoDatabase database, int generation) {
        return new FactCollections(
                database.getCollection(VIEW + "@" + generation),
                database.getCollection("retractions@" + generation),
                database.getCollection("identity-changes@" + generation),
                database.getCollection("catalogue-changes@" + generation),
                database.getCollection("traits@" + generation),
                database.getCollection("retention@" + generation),
                database.getCollection("links@" + generation),
                database.getCollection("personas@" + generation));
    }

    static void drop(MongoDatabase database, int generation) {
        var suffix = "@" + generation;
        for (var name : database.listCollectionNames()) {
            if (name.endsWith(suffix)) {
                database.getCollection(name).drop();
            }
        }
    }
}
