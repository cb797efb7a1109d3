package io.journey360.benchmarks;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** ClickHouse in a process of its own: the npm package {@code chdb}, which brings the whole engine, driven through node. */
final class ClickHouse implements SqlEngine {

    private static final String CHDB = "chdb@3.4.0";
    private static final int INSTALL_MINUTES = 5;

    /** Reads a statement a line, answers with what it returned, a line with only a full stop at its end. */
    private static final String SHELL = """
            const { Session } = require('chdb');
            const session = new Session(process.argv[1]);
            require('readline').createInterface({ input: process.stdin }).on('line', sql => {
              let answer;
              try { answer = session.query(sql, 'TSV'); } catch (e) { answer = 'ERROR ' + e.message; }
              process.stdout.write(answer.trimEnd() + '\\n.\\n');
            }).on('close', () => { session.cleanup(); process.exit(0); });
            """;

    private final Process process;
    private final PrintWriter statements;
    private final BufferedReader answers;

    private ClickHouse(Process process) {
        this.process = process;
        this.statements = new PrintWriter(process.outputWriter(), true);
        this.answers = process.inputReader();
    }

    /** @return empty, with the reason told, where node or the package is not to be had */
    static Optional<ClickHouse> open(SyntheticJourneys journeys, Path chdbFolder, Path folder, PrintWriter out)
            throws IOException, InterruptedException {
        if (!Files.exists(chdbFolder.resolve("node_modules/chdb"))) {
            Files.createDirectories(chdbFolder);
            try {
                var install = new ProcessBuilder(
                                "npm", "install", "--no-audit", "--prefix", chdbFolder.toString(), CHDB)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("npm.log").toFile())
                        .start();
                if (!install.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || install.exitValue() != 0) {
                    install.destroy();
                    out.println("ClickHouse: skipped, because npm could not install " + CHDB);
                    return Optional.empty();
                }
            } catch (IOException e) {
                out.println("ClickHouse: skipped, because there is no npm: " + e.getMessage());
                return Optional.empty();
            }
        }
        var rows = folder.resolve("events.bin");
        write(journeys, rows);
        var clickHouse = new ClickHouse(new ProcessBuilder(
                        "node",
                        "-e",
                        SHELL,
                        folder.resolve("chdb").toAbsolutePath().toString())
                .directory(chdbFolder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        clickHouse.ask("CREATE DATABASE comparison");
        clickHouse.ask(
                "CREATE TABLE comparison.events (person UInt32, ts UInt64, kind UInt8, channel UInt8) ENGINE = MergeTree ORDER BY (person, ts)");
        clickHouse.ask("INSERT INTO comparison.events SELECT * FROM file('" + rows.toAbsolutePath()
                + "', RowBinary, 'person UInt32, ts UInt64, kind UInt8, channel UInt8')");
        clickHouse.ask("OPTIMIZE TABLE comparison.events FINAL");
        return Optional.of(clickHouse);
    }

    private static void write(SyntheticJourneys journeys, Path file) throws IOException {
        var row = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (int i = 0; i < journeys.size(); i++) {
                row.clear()
                        .putInt(journeys.persons[i])
                        .putLong(journeys.times[i])
                        .put(journeys.kinds[i])
                        .put((byte) journeys.channel(i));
                out.write(row.array());
            }
        }
    }

    private String ask(String sql) throws IOException {
        statements.println(sql.replace('\n', ' '));
        var answer = new StringBuilder();
        for (var line = answers.readLine(); line != null && !line.equals("."); line = answers.readLine()) {
            answer.append(line).append('\n');
        }
        if (answer.indexOf("ERROR") == 0 || !process.isAlive()) {
            throw new IOException("ClickHouse: " + answer + " to " + sql);
        }
        return answer.toString().strip();
    }

    @Override
    public String name() {
        return "ClickHouse";
    }

    private static final String WINDOW_FUNNEL = "windowFunnel(%d)(ts, kind = 0, kind = 1, kind = 2, kind = 3, kind = 4)"
            .formatted(AnalysisComparison.WINDOW_MILLIS);

    private static final String FOLLOWING = """
            (SELECT kind, ts, lagInFrame(kind) OVER w AS previous, lagInFrame(ts) OVER w AS since, row_number() OVER w AS number
             FROM comparison.events
             WINDOW w AS (PARTITION BY person ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))
            WHERE number > 1 GROUP BY previous, kind""";

    @Override
    public Answer ask(Question question) throws IOException {
        return switch (question) {
            case FUNNEL -> SqlEngine.funnel(rows("""
                    SELECT furthest, count() FROM (
                      SELECT %s AS furthest FROM comparison.events WHERE kind < 5 GROUP BY person) GROUP BY furthest""".formatted(WINDOW_FUNNEL)));
            case BREAKDOWN -> SqlEngine.breakdown(rows("""
                    SELECT first, furthest, count() FROM (
                      SELECT %s AS furthest, anyIf(channel, kind = 0) AS first FROM comparison.events WHERE kind < 5 GROUP BY person)
                    WHERE furthest > 0 GROUP BY first, furthest""".formatted(WINDOW_FUNNEL)));
            case EDGES -> SqlEngine.edges(rows("SELECT previous, kind, count() FROM " + FOLLOWING));
            case EDGE_TIMES -> SqlEngine.edges(rows("""
                    SELECT previous, kind, n, q[1], q[2] FROM (
                      SELECT previous, kind, count() AS n, quantilesExactInclusive(0.5, 0.95)(toInt64(ts - since)) AS q FROM %s)""".formatted(FOLLOWING)));
            case STAGE_TIMES -> {
                var stages = new ArrayList<List<String>>();
                for (int stage = 0; stage + 1 < SyntheticJourneys.STAGES; stage++) {
                    stages.addAll(
                            rows("""
                            SELECT n, q[1], q[2], q[3], q[4], q[5] FROM (
                              SELECT count() AS n, quantilesExactInclusive(0.5, 0.75, 0.9, 0.95, 0.99)(toInt64(took)) AS q FROM (
                                SELECT argMin(ts - since, ts) AS took FROM (
                                  SELECT person, ts, kind, max(if(kind = %d, ts, 0)) OVER
                                    (PARTITION BY person ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS since
                                  FROM comparison.events WHERE kind = %d OR kind = %d)
                                WHERE kind = %d AND since > 0 AND ts - since <= %d GROUP BY person))""".formatted(stage, stage, stage + 1, stage + 1, AnalysisComparison.WINDOW_MILLIS)));
                }
                yield SqlEngine.stages(stages);
            }
            case VARIANTS -> SqlEngine.variants(rows("""
                    SELECT count() AS n FROM (SELECT groupArray(kind) AS way FROM comparison.events GROUP BY person)
                    GROUP BY way ORDER BY n DESC LIMIT %d
                    SETTINGS optimize_aggregation_in_order = 1""".formatted(Question.VARIANTS_KEPT)));
        };
    }

    @Override
    public List<List<String>> rows(String sql) throws IOException {
        var limited = sql + (sql.contains(" SETTINGS ") || sql.contains("\nSETTINGS ") ? ", " : " SETTINGS ")
                + "max_threads = " + AnalysisComparison.THREADS;
        return ask(limited).lines().map(line -> List.of(line.split("\t"))).toList();
    }

    @Override
    public void close() throws IOException {
        statements.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
