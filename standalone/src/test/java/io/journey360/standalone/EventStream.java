package io.journey360.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the live stream that has been answered before the constructor returns. */
final class EventStream implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final InputStream body;
    private final LinkedBlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

    EventStream(URI uri) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .header("Accept", "text/event-stream")
                .build();
        body = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    events.add(JsonMapper.shared().readTree(line.substring(5)));
                }
            }
        } catch (IOException closed) {
            // the test has ended
        }
    }

    List<String> ids(int count) throws InterruptedException {
        var ids = new ArrayList<String>();
        while (ids.size() < count) {
            var event = events.poll(20, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("Only " + ids + " came");
            }
            ids.add(event.path("id").asString());
        }
        return ids;
    }

    @Override
    public void close() throws IOException {
        body.close();
        http.shutdownNow();
    }
}
