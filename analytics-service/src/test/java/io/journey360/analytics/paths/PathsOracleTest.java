package io.journey360.analytics.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.index.QueryPool;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real event logs, against what an established process-mining library says of them. */
class PathsOracleTest {

    private static final double PERCENT = 1e-4; // 1e-6 relative

    @ParameterizedTest
    @ValueSource(strings = {"running-example", "receipt"})
    void theDirectlyFollowsGraphIsTheLibrarys(String log) throws IOException {
        var folder = System.getenv("JOURNEY_REAL_DATA");
        assumeTrue(folder != null, "JOURNEY_REAL_DATA does not name the folder of the real event logs");
        var oracle = JsonMapper.shared()
                .readTree(Path.of(folder, log + ".oracle.json").toFile());
        var lines = Files.readAllLines(Path.of(folder, log + ".events.csv"));

        var graph = graph(lines.subList(1, lines.size()));

        assertThat(graph.edges()).hasSize(oracle.get("dfg").size());
        for (var expected : oracle.get("dfg")) {
            var edge = graph.edges().stream()
                    .filter(e -> e.from().equals(expected.get("a").asString())
                            && e.to().equals(expected.get("b").asString()))
                    .findFirst()
                    .orElseThrow();
            assertThat(edge.count()).isEqualTo(expected.get("n").asLong());
            assertThat(edge.times().mean()).isCloseTo(number(expected, "mean_s"), withinPercentage(PERCENT));
            assertThat(edge.times().p50()).isCloseTo(number(expected, "median_s"), withinPercentage(PERCENT));
            assertThat(edge.times().p90()).isCloseTo(number(expected, "p90_s"), withinPercentage(PERCENT));
            assertThat(edge.times().p95()).isCloseTo(number(expected, "p95_s"), withinPercentage(PERCENT));
        }
        assertThat(graph.variantCount()).isEqualTo(oracle.get("variants").size());
        assertThat(variants(graph)).isEqualTo(variants(oracle.get("variants")));
        var activities = oracle.get("activities");
        assertThat(graph.nodes()).hasSize(activities.size()).allSatisfy(node -> {
            assertThat(node.visits()).isEqualTo(activities.get(node.key()).asLong());
            assertThat(node.starts())
                    .isEqualTo(oracle.get("start").path(node.key()).asLong(0));
            assertThat(node.ends()).isEqualTo(oracle.get("end").path(node.key()).asLong(0));
            assertThat(node.starts() + node.in()).isEqualTo(node.visits());
            assertThat(node.out() + node.ends()).isEqualTo(node.visits());
        });
        assertThat(graph.nodes().stream().mapToLong(PathsResult.Node::visits).sum())
                .isEqualTo(oracle.get("events").asLong());
        assertThat(graph.nodes().stream().mapToLong(PathsResult.Node::starts).sum())
                .isEqualTo(oracle.get("cases").asLong());
    }

    private static double number(JsonNode of, String name) {
        return of.get(name).asDouble();
    }

    private static Map<List<String>, Long> variants(PathsResult graph) {
        var variants = new HashMap<List<String>, Long>();
        graph.variants().forEach(variant -> variants.put(variant.path(), variant.count()));
        return variants;
    }

    private static Map<List<String>, Long> variants(JsonNode list) {
        var variants = new HashMap<List<String>, Long>();
        for (var variant : list) {
            var path = new ArrayList<String>();
            variant.get("path").forEach(step -> path.add(step.asString()));
            variants.put(path, variant.get("n").asLong());
        }
        return variants;
    }

    private static PathsResult graph(List<String> lines) {
        var index = new JourneyIndex(new IndexSettings(List.of(), Long.MAX_VALUE));
        var cases = new HashMap<String, IdentityKey>();
        var random = new Random(1);
        long position = 0;
        for (var line : lines) {
            var fields = line.split(",");
            var customer = cases.computeIfAbsent(fields[0], c -> IdentityKey.of(random.nextLong(), random.nextLong()));
            position++;
            index.add(
                    new Interacted(
                            new Moment(
                                    customer,
                                    null,
                                    Instant.parse(fields[2]),
                                    "log",
                                    "id",
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    Map.of()),
                            fields[1]),
                    "e" + position,
                    position);
        }
        index.publish(position);
        try (var pool = new QueryPool(2, 1, Duration.ofSeconds(20));
                var query = pool.begin()) {
            return PathEngine.run(index.snapshot(), query, Paths.by(Dimension.ACTION));
        }
    }
}
