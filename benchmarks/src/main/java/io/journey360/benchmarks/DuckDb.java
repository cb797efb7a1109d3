package io.journey360.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** DuckDB in this process, the rows sorted by person and time. */
final class DuckDb implements SqlEngine {

    private final Connection connection;

    DuckDb(SyntheticJourneys journeys) throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        try (var statement = connection.createStatement()) {
            statement.execute("SET threads = " + AnalysisComparison.THREADS);
            statement.execute("CREATE TABLE events (person INTEGER, ts BIGINT, kind TINYINT, channel TINYINT)");
        }
        try (var appender = connection.unwrap(DuckDBConnection.class).createAppender("main", "events")) {
            for (int i = 0; i < journeys.size(); i++) {
                appender.beginRow();
                appender.append(journeys.persons[i]);
                appender.append(journeys.times[i]);
                appender.append(journeys.kinds[i]);
                appender.append((byte) journeys.channel(i));
                appender.endRow();
            }
        }
    }

    @Override
    public String name() {
        return "DuckDB";
    }

    /**
     * Per step the latest start that reaches it, as a running maximum: the same answer as trying every start. Rows of
     * (person, furthest) with what else is asked for.
     */
    private static String reached(String more) {
        var reached =
                "SELECT person, ts, kind, channel, CASE WHEN kind = 0 THEN ts END AS s1 FROM events WHERE kind < 5";
        for (int step = 2; step <= SyntheticJourneys.STAGES; step++) {
            reached = """
                    SELECT *, CASE WHEN kind = %d AND ts - m%d <= %d THEN m%d END AS s%d FROM (
                      SELECT *, max(s%d) OVER (PARTITION BY person ORDER BY ts ROWS UNBOUNDED PRECEDING) AS m%d FROM (%s))""".formatted(
                    step - 1, step - 1, AnalysisComparison.WINDOW_MILLIS, step - 1, step, step - 1, step - 1, reached);
        }
        return """
                SELECT person, %s max(CASE WHEN s5 IS NOT NULL THEN 5 WHEN s4 IS NOT NULL THEN 4 WHEN s3 IS NOT NULL THEN 3
                                           WHEN s2 IS NOT NULL THEN 2 WHEN s1 IS NOT NULL THEN 1 ELSE 0 END) AS furthest
                FROM (%s) GROUP BY person""".formatted(more, reached);
    }

    private static final String FOLLOWING = """
            (SELECT kind, ts, lag(kind) OVER w AS previous, lag(ts) OVER w AS since FROM events
             WINDOW w AS (PARTITION BY person ORDER BY ts))
            WHERE previous IS NOT NULL GROUP BY previous, kind""";

    @Override
    public Answer ask(Question question) throws SQLException {
        return switch (question) {
            case FUNNEL ->
                SqlEngine.funnel(rows("SELECT furthest, count(*) FROM (" + reached("") + ") GROUP BY furthest"));
            case BREAKDOWN ->
                SqlEngine.breakdown(rows("SELECT first, furthest, count(*) FROM ("
                        + reached("any_value(channel) FILTER (kind = 0) AS first,")
                        + ") WHERE furthest > 0 GROUP BY ALL"));
            case EDGES -> SqlEngine.edges(rows("SELECT previous, kind, count(*) FROM " + FOLLOWING));
            case EDGE_TIMES -> SqlEngine.edges(rows("""
                    SELECT previous, kind, n, q[1], q[2] FROM (
                      SELECT previous, kind, count(*) AS n, quantile_cont(ts - since, [0.5, 0.95]) AS q FROM %s)""".formatted(FOLLOWING)));
            case STAGE_TIMES -> {
                var stages = new ArrayList<List<String>>();
                for (int stage = 0; stage + 1 < SyntheticJourneys.STAGES; stage++) {
                    stages.addAll(
                            rows("""
                            SELECT n, q[1], q[2], q[3], q[4], q[5] FROM (
                              SELECT count(*) AS n, quantile_cont(took, [0.5, 0.75, 0.9, 0.95, 0.99]) AS q FROM (
                                SELECT arg_min(ts - since, ts) AS took FROM (
                                  SELECT person, ts, kind, max(CASE WHEN kind = %d THEN ts END) OVER
                                    (PARTITION BY person ORDER BY ts ROWS UNBOUNDED PRECEDING) AS since
                                  FROM events WHERE kind IN (%d, %d))
                                WHERE kind = %d AND ts - since <= %d GROUP BY person))""".formatted(stage, stage, stage + 1, stage + 1, AnalysisComparison.WINDOW_MILLIS)));
                }
                yield SqlEngine.stages(stages);
            }
            case VARIANTS -> SqlEngine.variants(rows("""
                    SELECT count(*) AS n FROM (SELECT list(kind ORDER BY ts) AS way FROM events GROUP BY person)
                    GROUP BY way ORDER BY n DESC LIMIT %d""".formatted(Question.VARIANTS_KEPT)));
        };
    }

    @Override
    public List<List<String>> rows(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var results = statement.executeQuery(sql)) {
            var rows = new ArrayList<List<String>>();
            int columns = results.getMetaData().getColumnCount();
            while (results.next()) {
                var row = new ArrayList<String>();
                for (int column = 1; column <= columns; column++) {
                    row.add(results.getString(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
