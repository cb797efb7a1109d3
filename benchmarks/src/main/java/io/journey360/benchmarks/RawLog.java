package io.journey360.benchmarks;

import io.journey360.platform.log.LogDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The same bytes put into the same kind of SQLite file with as little as possible around them. */
final class RawLog implements AutoCloseable {

    private final LogDatabase database;

    RawLog(Path folder) throws SQLException {
        database = LogDatabase.sqlite(folder);
        try (var connection = database.writes().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table raw (position integer primary key, key text unique, payload blob)");
        }
    }

    /** @return rows a second, in transactions of {@code batch} */
    double inserts(Load load, int rows, int batch) throws SQLException {
        long begun = System.nanoTime();
        for (int done = 0; done < rows; done += batch) {
            insert(load, batch);
        }
        return rows / ((System.nanoTime() - begun) / 1e9);
    }

    /** @return rows a second, each in its own synced transaction, from {@code clients} threads */
    double singles(Load load, int rows, int clients) throws InterruptedException, ExecutionException {
        long begun = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            var work = IntStream.range(0, clients)
                    .mapToObj(client -> threads.submit(() -> {
                        for (int i = 0; i < rows / clients; i++) {
                            insert(load, 1);
                        }
                        return null;
                    }))
                    .toList();
            for (var part : work) {
                part.get();
            }
        }
        return rows / ((System.nanoTime() - begun) / 1e9);
    }

    private void insert(Load load, int count) throws SQLException {
        try (var connection = database.writes().getConnection()) {
            connection.setAutoCommit(false);
            try (var insert = connection.prepareStatement("insert into raw(key, payload) values (?, ?)")) {
                for (int i = 0; i < count; i++) {
                    var event = load.next();
                    insert.setString(1, event.substring(event.indexOf("\"id\""), event.indexOf("\"type\"")));
                    insert.setString(2, event);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
