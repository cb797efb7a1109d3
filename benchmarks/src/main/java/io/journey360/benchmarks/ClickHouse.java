package io.journey360.benchmarks;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** ClickHouse in a process of its own: the npm package {@code chdb}, which brings the whole engine, driven through node. */
final class ClickHouse implements FunnelComparison.SqlEngine {

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
                "CREATE TABLE comparison.events (person UInt32, ts UInt64, kind UInt8) ENGINE = MergeTree ORDER BY (person, ts)");
        clickHouse.ask("INSERT INTO comparison.events SELECT * FROM file('" + rows.toAbsolutePath()
                + "', RowBinary, 'person UInt32, ts UInt64, kind UInt8')");
        clickHouse.ask("OPTIMIZE TABLE comparison.events FINAL");
        return Optional.of(clickHouse);
    }

    private static void write(SyntheticJourneys journeys, Path file) throws IOException {
        var row = ByteBuffer.allocate(13).order(ByteOrder.LITTLE_ENDIAN);
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (int i = 0; i < journeys.size(); i++) {
                row.clear()
                        .putInt(journeys.persons[i])
                        .putLong(journeys.times[i])
                        .put(journeys.kinds[i]);
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

    @Override
    public Map<String, Long> funnel() throws IOException {
        var byFurthest = new long[SyntheticJourneys.STAGES + 1];
        ask("""
                SELECT furthest, count() FROM (
                  SELECT windowFunnel(%d)(ts, kind = 0, kind = 1, kind = 2, kind = 3, kind = 4) AS furthest
                  FROM comparison.events GROUP BY person)
                GROUP BY furthest SETTINGS max_threads = %d""".formatted(FunnelComparison.WINDOW_MILLIS, FunnelComparison.THREADS))
                .lines()
                .map(line -> line.split("\t"))
                .forEach(row -> byFurthest[Integer.parseInt(row[0])] = Long.parseLong(row[1]));
        return FunnelComparison.cumulated(byFurthest);
    }

    @Override
    public Map<String, Long> edges() throws IOException {
        var edges = new LinkedHashMap<String, Long>();
        ask("""
                SELECT previous, kind, count() FROM (
                  SELECT kind, lagInFrame(kind) OVER w AS previous, row_number() OVER w AS number FROM comparison.events
                  WINDOW w AS (PARTITION BY person ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))
                WHERE number > 1 GROUP BY previous, kind SETTINGS max_threads = %d""".formatted(FunnelComparison.THREADS))
                .lines()
                .map(line -> line.split("\t"))
                .forEach(row -> edges.put(row[0] + ">" + row[1], Long.parseLong(row[2])));
        return edges;
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
