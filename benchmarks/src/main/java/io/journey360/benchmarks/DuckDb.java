package io.journey360.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/** DuckDB in this process, the rows sorted by person and time. */
final class DuckDb implements FunnelComparison.SqlEngine {

    private final Connection connection;

    DuckDb(SyntheticJourneys journeys) throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        try (var statement = connection.createStatement()) {
            statement.execute("SET threads = " + FunnelComparison.THREADS);
            statement.execute("CREATE TABLE events (person INTEGER, ts BIGINT, kind TINYINT)");
        }
        try (var appender = connection.unwrap(DuckDBConnection.class).createAppender("main", "events")) {
            for (int i = 0; i < journeys.size(); i++) {
                appender.beginRow();
                appender.append(journeys.persons[i]);
                appender.append(journeys.times[i]);
                appender.append(journeys.kinds[i]);
                appender.endRow();
            }
        }
    }

    @Override
    public String name() {
        return "DuckDB";
    }

    /** Per step the latest start that reaches it, as a running maximum: the same answer as trying every start. */
    @Override
    public Map<String, Long> funnel() throws SQLException {
        var reached = new StringBuilder("SELECT person, ts, kind, CASE WHEN kind = 0 THEN ts END AS s1 FROM events");
        for (int step = 2; step <= SyntheticJourneys.STAGES; step++) {
            reached = new StringBuilder("""
                    SELECT *, CASE WHEN kind = %d AND ts - m%d <= %d THEN m%d END AS s%d FROM (
                      SELECT *, max(s%d) OVER (PARTITION BY person ORDER BY ts ROWS UNBOUNDED PRECEDING) AS m%d FROM (%s))""".formatted(
                    step - 1, step - 1, FunnelComparison.WINDOW_MILLIS, step - 1, step, step - 1, step - 1, reached));
        }
        var sql = """
                SELECT furthest, count(*) FROM (
                  SELECT person, max(CASE WHEN s5 IS NOT NULL THEN 5 WHEN s4 IS NOT NULL THEN 4 WHEN s3 IS NOT NULL THEN 3
                                          WHEN s2 IS NOT NULL THEN 2 WHEN s1 IS NOT NULL THEN 1 ELSE 0 END) AS furthest
                  FROM (%s) GROUP BY person)
                GROUP BY furthest""".formatted(reached);
        var byFurthest = new long[SyntheticJourneys.STAGES + 1];
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                byFurthest[rows.getInt(1)] = rows.getLong(2);
            }
        }
        return FunnelComparison.cumulated(byFurthest);
    }

    @Override
    public Map<String, Long> edges() throws SQLException {
        var edges = new LinkedHashMap<String, Long>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT previous, kind, count(*) FROM (
                          SELECT kind, lag(kind) OVER (PARTITION BY person ORDER BY ts) AS previous FROM events)
                        WHERE previous IS NOT NULL GROUP BY ALL""")) {
            while (rows.next()) {
                edges.put(rows.getInt(1) + ">" + rows.getInt(2), rows.getLong(3));
            }
        }
        return edges;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
