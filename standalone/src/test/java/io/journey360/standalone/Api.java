package io.journey360.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The suite as its clients see it. */
public final class Api implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI gateway;
    private final HttpClient http = HttpClient.newHttpClient();

    public Api(URI gateway) {
        this.gateway = gateway;
    }

    /** A JSON body of null where the answer has none or is no JSON. */
    public record Answer(int status, JsonNode json, String body, HttpResponse<String> response) {

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public Answer get(String path, String... headers) {
        return exchange("GET", path, null, headers);
    }

    public Answer post(String path, Object json) {
        return exchange("POST", path, JSON.writeValueAsString(json), "Content-Type", "application/json");
    }

    public Answer put(String path, Object json) {
        return exchange("PUT", path, JSON.writeValueAsString(json), "Content-Type", "application/json");
    }

    public Answer send(String path, String contentType, String body) {
        return exchange("POST", path, body, "Content-Type", contentType);
    }

    public Answer exchange(String method, String path, String body, String... headers) {
        try {
            return exchangeOrFail(
                    method,
                    path,
                    body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body),
                    headers);
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " failed", e);
        }
    }

    /** @throws IOException when nobody answers */
    public Answer exchangeOrFail(String method, String path, HttpRequest.BodyPublisher body, String... headers)
            throws IOException {
        var request =
                HttpRequest.newBuilder(gateway.resolve(path)).timeout(LIMIT).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            var type = response.headers().firstValue("Content-Type").orElse("");
            var json = type.contains("json")
                            && !type.contains("ndjson")
                            && !response.body().isEmpty()
                    ? JSON.readTree(response.body())
                    : JSON.nullNode();
            return new Answer(response.statusCode(), json, response.body(), response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Reads again with the position of a write, so the answer knows of that write. */
    public Answer getAfter(Answer write, String path) {
        return get(path, "Journey-Position", write.header("Journey-Position"));
    }

    public Answer postAfter(Answer write, String path, Object json) {
        return exchange(
                "POST",
                path,
                JSON.writeValueAsString(json),
                "Content-Type",
                "application/json",
                "Journey-Position",
                write.header("Journey-Position"));
    }

    public Answer event(String type, String source, String id, String time, Map<String, ?> data) {
        return send("/api/v1/events", "application/cloudevents+json", cloudEvent(type, source, id, time, data));
    }

    public static String cloudEvent(String type, String source, String id, String time, Map<String, ?> data) {
        var event = new LinkedHashMap<String, Object>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", source);
        event.put("type", "journey." + type);
        event.put("time", time);
        event.put("data", data);
        return JSON.writeValueAsString(event);
    }

    /** Waits until every view has reached what is the log's head now. */
    public JsonNode awaitCaughtUp(Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        var head = -1L;
        var last = "nothing";
        while (System.nanoTime() < deadline) {
            try {
                var status = exchangeOrFail("GET", "/api/v1/analytics/status", HttpRequest.BodyPublishers.noBody());
                last = status.body();
                if (status.status() == 200) {
                    head = head < 0 ? status.json().path("logPosition").asLong() : head;
                    if (!status.json().path("state").asString("").equals("catching-up")
                            && status.json().path("projectedPosition").asLong() >= head
                            && status.json().path("indexPosition").asLong() >= head) {
                        return status.json();
                    }
                }
            } catch (IOException e) {
                last = e.toString();
            }
            pause();
        }
        throw new AssertionError("Not caught up within " + limit + ": " + last);
    }

    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
