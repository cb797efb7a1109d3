package io.journey360.standalone.kill;

import io.journey360.standalone.Api;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * One system that sends events and remembers which were acknowledged. Odd clients send one at a time, even ones NDJSON. An
 * event whose answer never came is sent again after the restart, with some that had been acknowledged.
 */
final class Client implements Runnable {

    static final List<String> STAGES = List.of("discovered", "booked", "checked-in", "served", "reviewed");
    private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");
    private static final int CUSTOMERS = 400;

    record Event(String source, String id, String type, String customer, Instant time) {

        String json() {
            var data =
                    switch (type) {
                        case "reviewed" ->
                            Map.of(
                                    "customer",
                                    customer,
                                    "survey",
                                    "nps",
                                    "score",
                                    7,
                                    "scale",
                                    Map.of("min", 0, "max", 10));
                        default -> Map.of("customer", customer, "touchpoint", "gate", "channel", "web");
                    };
            return Api.cloudEvent(type, source, id, time.toString(), data);
        }
    }

    private final String source;
    private final boolean single;
    private final Api api;
    private final Random random;
    private final Set<Event> acknowledged = new HashSet<>();
    private final List<Event> unacknowledged = new ArrayList<>();
    private int sequence;

    Client(int number, long seed, Api api) {
        this.source = "client-" + number;
        this.single = number % 2 == 1;
        this.api = api;
        this.random = new Random(seed * 31 + number);
    }

    Set<Event> acknowledged() {
        return acknowledged;
    }

    List<Event> unacknowledged() {
        return unacknowledged;
    }

    /** Sends until the server is gone. */
    @Override
    public void run() {
        try {
            resend();
            while (true) {
                send(fresh(single ? 1 : 20 + random.nextInt(180)));
            }
        } catch (IOException gone) {
            // killed: what was under way stays unacknowledged
        }
    }

    /** Everything whose fate is unknown, and a tenth of what is known to be safe. */
    void resend() throws IOException {
        var again = new ArrayList<>(unacknowledged);
        unacknowledged.clear();
        for (var event : acknowledged) {
            if (random.nextInt(10) == 0) {
                again.add(event);
            }
        }
        Collections.shuffle(again, random);
        int step = single ? 1 : 100;
        for (int i = 0; i < again.size(); i += step) {
            var part = again.subList(i, Math.min(again.size(), i + step));
            try {
                send(part);
            } catch (IOException gone) {
                again.subList(i + part.size(), again.size()).stream()
                        .filter(event -> !acknowledged.contains(event))
                        .forEach(unacknowledged::add);
                throw gone;
            }
        }
    }

    private List<Event> fresh(int count) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < count; i++) {
            events.add(new Event(
                    source,
                    "e-" + sequence++,
                    STAGES.get(random.nextInt(STAGES.size())),
                    "customer-" + random.nextInt(CUSTOMERS),
                    FIRST.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 90)))));
        }
        return events;
    }

    private void send(List<Event> events) throws IOException {
        var pending = new ArrayList<>(events);
        pending.removeAll(acknowledged);
        unacknowledged.addAll(pending);
        var answer = single
                ? api.exchangeOrFail(
                        "POST",
                        "/api/v1/events",
                        BodyPublishers.ofString(events.getFirst().json()),
                        "Content-Type",
                        "application/cloudevents+json")
                : api.exchangeOrFail(
                        "POST",
                        "/api/v1/events",
                        BodyPublishers.ofString(String.join(
                                "\n", events.stream().map(Event::json).toList())),
                        "Content-Type",
                        "application/x-ndjson");
        if (answer.status() != 202) {
            throw new IOException("answered " + answer.status()); // the gateway outlives the services by a moment
        }
        if (!single && answer.json().path("rejected").asInt() != 0) {
            throw new AssertionError("Refused: " + answer.body());
        }
        unacknowledged.removeAll(pending);
        acknowledged.addAll(events);
    }
}
