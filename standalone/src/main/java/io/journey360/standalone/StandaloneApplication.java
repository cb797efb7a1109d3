package io.journey360.standalone;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command a newcomer runs. */
public final class StandaloneApplication {

    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final PrintStream TERMINAL = new PrintStream(new FileOutputStream(FileDescriptor.out), true);

    private StandaloneApplication() {}

    public static void main(String[] arguments) {
        TERMINAL.println("Journey 360 is starting ...");
        Suite suite;
        try {
            suite = Suite.start(arguments);
        } catch (RuntimeException e) {
            // The failed context has said why. The log survives a halt, and nothing else is left to be saved.
            Runtime.getRuntime().halt(1);
            return;
        }
        var main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(suite, main), "stop"));
        try {
            loadDemo(suite);
            announce(suite, awaitReady(suite.uri()));
        } catch (InterruptedException e) {
            // stopped before it was ready
        }
    }

    private static void stop(Suite suite, Thread main) {
        TERMINAL.println("Journey 360 is stopping ...");
        main.interrupt();
        suite.close();
        TERMINAL.println("Stopped. Everything is kept for the next start.");
        if (archiveIsMissing()) {
            TERMINAL.println("The JVM now writes its class archive, once, so that the next start is faster ...");
        }
    }

    /** Whether jvm.options asks for a class archive that is written when the JVM ends, which takes some seconds. */
    private static boolean archiveIsMissing() {
        var option = "-XX:SharedArchiveFile=";
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith(option))
                .map(argument -> Path.of(argument.substring(option.length())))
                .anyMatch(Predicate.not(Files::exists));
    }

    private static void loadDemo(Suite suite) throws InterruptedException {
        var progress = suite.shared(DemoProgress.class);
        if (!progress.inProgress()) {
            return;
        }
        try {
            var loader = suite.demoLoader();
            if (!loader.isDue()) {
                return;
            }
            TERMINAL.println("Loading the demo into the empty log (JOURNEY_DEMO=false leaves it empty) ...");
            loader.load(suite.uri(), sent -> {});
        } catch (IOException e) {
            TERMINAL.println(
                    "The demo could not be loaded, it will be tried again at the next start: " + e.getMessage());
        } finally {
            progress.end();
        }
    }

    /** @return the status of the views, all of which have reached the log's head */
    private static JsonNode awaitReady(URI gateway) throws InterruptedException {
        var lastTold = System.nanoTime();
        long target = -1;
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(gateway.resolve("/api/v1/analytics/status"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            while (true) {
                try {
                    var response = http.send(request, HttpResponse.BodyHandlers.ofString());
                    if (response.statusCode() == 200) {
                        var status = JsonMapper.shared().readTree(response.body());
                        target = target < 0 ? status.path("logPosition").asLong() : target;
                        if (!status.path("state").asString("").equals("catching-up") && reached(status) >= target) {
                            return status;
                        }
                        if (System.nanoTime() - lastTold > BETWEEN_PROGRESS.toNanos()) {
                            lastTold = System.nanoTime();
                            tellProgress(status);
                        }
                    }
                } catch (IOException e) {
                    // not listening yet, or too busy catching up to answer in time
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        }
    }

    private static void tellProgress(JsonNode status) {
        long head = status.path("logPosition").asLong();
        long reached = reached(status);
        TERMINAL.printf(
                Locale.ROOT,
                "Catching up with the log: %,d of %,d (%d %%)%n",
                reached,
                head,
                reached * 100 / Math.max(1, head));
    }

    private static long reached(JsonNode status) {
        return Math.min(
                status.path("projectedPosition").asLong(),
                status.path("indexPosition").asLong());
    }

    private static void announce(Suite suite, JsonNode status) {
        var sinceStart = ManagementFactory.getRuntimeMXBean().getUptime() / 1_000.0;
        TERMINAL.printf(
                Locale.ROOT,
                """

                Journey 360 is ready after %.1f s: %s
                  log      %,d events of %,d people in %s
                  state    %s
                Ctrl-C stops it; everything is kept.
                """,
                sinceStart,
                suite.uri(),
                status.path("events").asLong(),
                status.path("people").asLong(),
                suite.shared(DataFolder.class).path(),
                status.path("state").asString("unknown"));
    }
}
