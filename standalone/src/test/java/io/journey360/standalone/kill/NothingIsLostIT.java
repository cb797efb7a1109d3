package io.journey360.standalone.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.log.EventKeys;
import io.journey360.standalone.Api;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Djourney.kills=20} kills more often, {@code -Djourney.seed=} repeats a run's choices. */
class NothingIsLostIT {

    private static final int CLIENTS = 4;
    private static final Duration WINDOW = Duration.ofDays(30);
    private static final Duration READY_LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void everyAcknowledgedEventIsInTheLogOnceAndEveryFigureFollowsFromTheLog() throws Exception {
        int kills = Integer.getInteger("journey.kills", 3);
        long seed = Long.getLong("journey.seed", System.nanoTime());
        System.out.printf("Killing %d times, journey.seed=%d%n", kills, seed);
        var random = new Random(seed);

        try (var suite = new KilledProcess(folder, "--journey.demo=false");
                var api = new Api(suite.uri())) {
            var clients = IntStream.rangeClosed(1, CLIENTS)
                    .mapToObj(number -> new Client(number, seed, api))
                    .toList();
            for (int kill = 1; kill <= kills; kill++) {
                suite.start();
                suite.awaitReady(api, READY_LIMIT);
                var threads = clients.stream()
                        .map(client -> Thread.ofPlatform().start(client))
                        .toList();
                Thread.sleep(500 + random.nextInt(3_500));
                suite.kill();
                for (var thread : threads) {
                    thread.join();
                }
                System.out.printf(
                        "Kill %d: %,d acknowledged%n",
                        kill, acknowledged(clients).size());
            }

            suite.start();
            suite.awaitReady(api, READY_LIMIT);
            for (var client : clients) {
                client.resend();
                assertThat(client.unacknowledged()).isEmpty();
            }
            api.awaitCaughtUp(READY_LIMIT);
            var events = acknowledged(clients);
            assertThat(events).hasSizeGreaterThan(kills * 20);

            assertThat(loggedKeys(suite.database()))
                    .isEqualTo(events.stream()
                            .map(event -> EventKeys.key(event.source(), event.id()))
                            .collect(Collectors.toCollection(TreeSet::new)));
            var timelines = timelines(api, events);
            assertThat(timelines).isEqualTo(expectedTimelines(events));
            assertThat(funnel(api)).isEqualTo(bruteForceFunnel(events));

            rebuild(api);
            assertThat(timelines(api, events)).isEqualTo(timelines);
            assertThat(funnel(api)).isEqualTo(bruteForceFunnel(events));
        }
    }

    private static List<Client.Event> acknowledged(List<Client> clients) {
        return clients.stream()
                .flatMap(client -> client.acknowledged().stream())
                .toList();
    }

    /** A sorted set would hide a second one, so the log's own count is compared too. */
    private static TreeSet<String> loggedKeys(Path database) throws Exception {
        var keys = new ArrayList<String>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select eventIdentifier from DomainEventEntry where type = 'Collected'")) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        assertThat(keys).doesNotHaveDuplicates();
        return new TreeSet<>(keys);
    }

    private static Map<String, List<String>> timelines(Api api, List<Client.Event> events) {
        var customers =
                events.stream().map(Client.Event::customer).distinct().sorted().toList();
        var timelines = new TreeMap<String, List<String>>();
        for (var customer : customers) {
            var person = api.post("/api/v1/customers/lookup", Map.of("customer", customer))
                    .json()
                    .path("person")
                    .asString();
            var timeline = api.get("/api/v1/customers/" + person + "/journey?limit=1000");
            assertThat(timeline.status()).as(timeline.body()).isEqualTo(200);
            timelines.put(
                    customer,
                    timeline.json()
                            .path("timeline")
                            .valueStream()
                            .map(event -> event.path("source").asString() + " "
                                    + event.path("id").asString())
                            .sorted()
                            .toList());
        }
        return timelines;
    }

    private static Map<String, List<String>> expectedTimelines(List<Client.Event> events) {
        return events.stream()
                .collect(Collectors.groupingBy(
                        Client.Event::customer,
                        TreeMap::new,
                        Collectors.collectingAndThen(
                                Collectors.toList(),
                                all -> all.stream()
                                        .map(event -> event.source() + " " + event.id())
                                        .sorted()
                                        .toList())));
    }

    private static List<Long> funnel(Api api) {
        var answer = api.post(
                "/api/v1/analytics/funnel",
                Map.of(
                        "steps",
                        Client.STAGES.stream()
                                .map(stage -> Map.of("event", stage))
                                .toList(),
                        "window",
                        "P30D"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json()
                .path("steps")
                .valueStream()
                .map(step -> step.path("count").asLong())
                .toList();
    }

    /** For each customer and each first event: the earliest next event of each stage, as far as the window allows. */
    private static List<Long> bruteForceFunnel(List<Client.Event> events) {
        var counts = new long[Client.STAGES.size()];
        var byCustomer = new HashMap<String, Map<String, List<Instant>>>();
        for (var event : events) {
            byCustomer
                    .computeIfAbsent(event.customer(), c -> new HashMap<>())
                    .computeIfAbsent(event.type(), t -> new ArrayList<>())
                    .add(event.time());
        }
        for (var history : byCustomer.values()) {
            int furthest = 0;
            for (var start : history.getOrDefault(Client.STAGES.getFirst(), List.of())) {
                furthest = Math.max(furthest, reached(history, start));
            }
            for (int step = 0; step < furthest; step++) {
                counts[step]++;
            }
        }
        return IntStream.range(0, counts.length).mapToObj(i -> counts[i]).toList();
    }

    private static int reached(Map<String, List<Instant>> history, Instant start) {
        var now = start;
        for (int step = 1; step < Client.STAGES.size(); step++) {
            var from = now;
            var next = history.getOrDefault(Client.STAGES.get(step), List.of()).stream()
                    .filter(time -> !time.isBefore(from) && !time.isAfter(start.plus(WINDOW)))
                    .min(Instant::compareTo);
            if (next.isEmpty()) {
                return step;
            }
            now = next.get();
        }
        return Client.STAGES.size();
    }

    private static void rebuild(Api api) throws InterruptedException {
        var begun = api.exchange("POST", "/api/v1/analytics/rebuild", null);
        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        var states = Stream.generate(() ->
                        api.get(begun.header("Location")).json().path("state").asString())
                .peek(state -> {
                    try {
                        Thread.sleep(100);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .limit(1_200);
        assertThat(states.filter(state -> !state.equals("running")).findFirst()).contains("done");
    }
}
