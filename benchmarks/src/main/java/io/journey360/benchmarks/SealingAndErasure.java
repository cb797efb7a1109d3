package io.journey360.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What sealing adds to taking reviews in, and how long it takes to erase a person of many events. Reviews with and without text are
 * sent in turns to one process, so that what warms up or slows down meanwhile does so for both. Run from the repository's root, with
 * the standalone jar built; the arguments {@code erasure} and {@code sealing} choose a part.
 */
public final class SealingAndErasure {

    private static final int PORT = 18_361;
    private static final int REVIEWS = 20_000;
    private static final int CUSTOMERS = 2_000;
    private static final int ROUNDS = 8;
    private static final int ERASURES = 6;
    private static final int EVENTS_OF_ONE = 10_000;
    private static final String TEXT = "Friendly and quick, though the waiting room was cold. ".repeat(4);
    private static final Pattern PERSON = Pattern.compile("\"person\":\"(id-[a-z2-7]{26})\"");

    private static int daysTold;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String BASE = "http://localhost:" + PORT;

    private SealingAndErasure() {}

    public static void main(String[] args) throws Exception {
        var data = Files.createTempDirectory("sealing").resolve("data");
        var parts = args.length == 0 ? List.of("erasure", "sealing") : List.of(args);
        try (var suite = SuiteProcess.start(data, PORT, "--journey.demo=false")) {
            if (parts.contains("erasure")) {
                erasures(suite);
            }
            if (parts.contains("sealing")) {
                sealing(suite);
            }
        }
    }

    /** Where a review has its text. */
    private enum Text {
        NOWHERE(""),
        IN_CLEAR(",\"attributes\":{\"note\":\"" + TEXT + "\"}"),
        SEALED(",\"text\":\"" + TEXT + "\"");

        private final String json;

        Text(String json) {
            this.json = json;
        }
    }

    /** The first three rounds only warm up. What sealing adds is told beside the same text as an attribute, which is not sealed. */
    private static void sealing(SuiteProcess suite) throws IOException, InterruptedException {
        var rates = new double[Text.values().length][ROUNDS - 3];
        var cpu = new double[Text.values().length][ROUNDS - 3];
        for (int round = -3; round < ROUNDS - 3; round++) {
            for (var text : Text.values()) {
                double begun = restedCpu(suite);
                double rate = perSecond(reviews(text + "-" + round, REVIEWS, null, text));
                double used = restedCpu(suite) - begun;
                if (round >= 0) {
                    rates[text.ordinal()][round] = rate;
                    cpu[text.ordinal()][round] = used * 1e6 / REVIEWS;
                }
            }
        }
        for (var text : Text.values()) {
            System.out.printf(
                    Locale.ROOT,
                    "reviews with text %s: %.0f/s; CPU of the suite with all views: %.0f us each%n",
                    text.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    Figures.median(rates[text.ordinal()]),
                    Figures.median(cpu[text.ordinal()]));
        }
        double sealed = Figures.median(rates[Text.SEALED.ordinal()]);
        System.out.printf(
                Locale.ROOT,
                "sealing a text adds %.1f %% to taking it in (goal 15 %%), a sealed text %.1f %% to a review without any%n",
                100 * (Figures.median(rates[Text.IN_CLEAR.ordinal()]) / sealed - 1),
                100 * (Figures.median(rates[Text.NOWHERE.ordinal()]) / sealed - 1));
    }

    /** Views are written after the answer: what one half of a round leaves to do must not slow the other. */
    private static double restedCpu(SuiteProcess suite) throws InterruptedException {
        suite.awaitRest();
        return suite.cpuSeconds();
    }

    /** The first one of a fresh process is told apart. */
    private static void erasures(SuiteProcess suite) throws IOException, InterruptedException {
        var seconds = new double[ERASURES];
        for (int i = 0; i < ERASURES; i++) {
            seconds[i] = erasure(i, suite);
        }
        System.out.printf(
                Locale.ROOT,
                "erasing a person of %,d events: the first time %.2f s, then %.2f s (median of %d; goal 2 s)%n",
                EVENTS_OF_ONE,
                seconds[0],
                Figures.median(Arrays.copyOfRange(seconds, 1, ERASURES)),
                ERASURES - 1);
    }

    /** @return seconds until every service had erased */
    private static double erasure(int number, SuiteProcess suite) throws IOException, InterruptedException {
        var customer = "leaving-" + number;
        perSecond(reviews(customer, EVENTS_OF_ONE, customer, Text.SEALED));
        var lookup = "{\"customer\":\"" + customer + "\"}";
        var found = PERSON.matcher("");
        do {
            Thread.sleep(200);
            var answer = send("POST", "/api/v1/customers/lookup", "application/json", lookup);
            found = PERSON.matcher(answer.body());
        } while (!found.find());
        suite.awaitRest(); // views are written after the answer, and are not what is measured here
        double cpuBefore = suite.cpuSeconds();
        long begun = System.nanoTime();
        var erased = send("DELETE", "/api/v1/profiles/" + found.group(1), "", "");
        double keysGone = (System.nanoTime() - begun) / 1e9;
        var receipt = erased.headers().firstValue("Location").orElseThrow();
        while (!send("GET", receipt, "", "").body().contains("\"completed\"")) {
            Thread.sleep(10);
        }
        double all = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "  keys gone after %.3f s, erased by every service after %.2f s, CPU of the suite %.2f s%n",
                keysGone,
                all,
                suite.cpuSeconds() - cpuBefore);
        return all;
    }

    /** Nobody tells of two visits a day, so every text is sealed under a key of its own, which is new. */
    private static String reviews(String source, int count, @Nullable String customer, Text text) {
        var day = LocalDate.parse("2020-01-01").plusDays(daysTold);
        daysTold += 1 + count / CUSTOMERS;
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("""
                    {"specversion":"1.0","id":"r-%d","source":"%s","type":"journey.reviewed","time":"%sT10:00:00Z","data":{"customer":"%s","survey":"nps","score":%d,"scale":{"min":0,"max":10}%s}}
                    """.formatted(
                            i,
                            source,
                            day.plusDays(i / CUSTOMERS),
                            customer == null ? "customer-" + i % CUSTOMERS : customer,
                            i % 11,
                            text.json));
        }
        return lines.toString();
    }

    private static double perSecond(String lines) throws IOException, InterruptedException {
        long count = lines.lines().count();
        long begun = System.nanoTime();
        var answer = send("POST", "/api/v1/events", "application/x-ndjson", lines);
        if (answer.statusCode() != 202 || !answer.body().contains("\"accepted\":" + count)) {
            throw new IllegalStateException(answer.body());
        }
        return count / ((System.nanoTime() - begun) / 1e9);
    }

    private static HttpResponse<String> send(String method, String path, String type, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(BASE + path)).method(method, BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
