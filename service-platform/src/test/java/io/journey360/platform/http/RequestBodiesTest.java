package io.journey360.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

class RequestBodiesTest {

    @TempDir
    private static Path folder;

    private static ConfigurableApplicationContext service;
    private static WebTestClient http;

    @BeforeAll
    static void start() {
        service = Edge.start(folder);
        http = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + Edge.port(service))
                .responseTimeout(Duration.ofSeconds(60))
                .build();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static byte[] json(int bytes) {
        var body = new byte[bytes];
        Arrays.fill(body, (byte) 'x');
        var start = "{\"content\":\"".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(start, 0, body, 0, start.length);
        body[bytes - 2] = '"';
        body[bytes - 1] = '}';
        return body;
    }

    private static byte[] gzip(byte[] plain) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private WebTestClient.ResponseSpec post(String path, MediaType type, String encoding, byte[] body) {
        return http.post()
                .uri("/api/v1" + path)
                .contentType(type)
                .header("Content-Encoding", encoding)
                .bodyValue(body)
                .exchange();
    }

    private static void refused(WebTestClient.ResponseSpec response, int status, String code) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:journey360:problem:" + code);
    }

    @Test
    void areTakenUpToOneMebibyte() {
        post("/parcels", MediaType.APPLICATION_JSON, "identity", json(1 << 20))
                .expectStatus()
                .isCreated();
        refused(post("/parcels", MediaType.APPLICATION_JSON, "identity", json((1 << 20) + 1)), 413, "too-large");
    }

    @Test
    void areInflated() {
        post("/parcels", MediaType.APPLICATION_JSON, "gzip", gzip(json(200_000)))
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.content")
                .value(String.class, content -> assertThat(content).hasSizeGreaterThan(199_000));
    }

    @Test
    void areLimitedAfterInflation() {
        refused(post("/parcels", MediaType.APPLICATION_JSON, "gzip", gzip(json(64 << 20))), 413, "too-large");
    }

    @Test
    void areStreamedWithoutLimitWhenTheyAreLines() {
        var lines = new byte[5_000_000];
        new Random(7).nextBytes(lines);
        for (var encoding : new String[] {"identity", "gzip"}) {
            post("/stream", MediaType.APPLICATION_NDJSON, encoding, encoding.equals("gzip") ? gzip(lines) : lines)
                    .expectBody(Integer.class)
                    .isEqualTo(lines.length);
        }
    }

    @Test
    void areRefusedWhenTheyAreNotWhatTheirEncodingSays() {
        refused(
                post("/parcels", MediaType.APPLICATION_JSON, "gzip", "{}".getBytes(StandardCharsets.US_ASCII)),
                400,
                "malformed-gzip");
        var whole = gzip(json(1000));
        refused(
                post("/parcels", MediaType.APPLICATION_JSON, "gzip", Arrays.copyOf(whole, whole.length - 5)),
                400,
                "malformed-gzip");
        whole[whole.length / 2] ^= 0x55;
        refused(post("/parcels", MediaType.APPLICATION_JSON, "gzip", whole), 400, "malformed-gzip");
    }

    @Test
    void areRefusedInAnEncodingNobodyReads() {
        refused(post("/parcels", MediaType.APPLICATION_JSON, "br", json(100)), 415, "unsupported-encoding");
    }

    /** A client that only reads once it has written all must see the answer, not a broken connection. */
    @Test
    void areReadToEightMebibytesBeforeTheRefusal() throws IOException {
        var body = json(7 << 20);
        try (var socket = new Socket("localhost", Edge.port(service))) {
            var out = socket.getOutputStream();
            out.write(("POST /api/v1/parcels HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
            assertThat(answer(socket.getInputStream()))
                    .startsWith("HTTP/1.1 413")
                    .contains("too-large");
        }
    }

    @Test
    void areNotWaitedForWithoutEnd() throws IOException {
        try (var socket = new Socket("localhost", Edge.port(service))) {
            var out = socket.getOutputStream();
            out.write(("POST /api/v1/parcels HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(json((8 << 20) + (1 << 18)));
            out.flush();
            assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void haveATargetThatIsAUri() throws IOException {
        for (var target : new String[] {"/api/v1/parcels/%zz", "/api/v1/parcels/a|b^c", "/api/v1/parcels?q={}"}) {
            try (var socket = new Socket("localhost", Edge.port(service))) {
                socket.getOutputStream()
                        .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(answer(socket.getInputStream()))
                        .as(target)
                        .startsWith("HTTP/1.1 400")
                        .contains("application/problem+json", "urn:journey360:problem:malformed-uri");
            }
        }
    }

    private static String answer(InputStream in) throws IOException {
        var answer = new ByteArrayOutputStream();
        var some = new byte[4096];
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
            answer.write(some, 0, read);
            if (answer.toString(StandardCharsets.UTF_8).contains("\"}")
                    || answer.toString(StandardCharsets.UTF_8).contains("]}")) {
                break;
            }
        }
        return answer.toString(StandardCharsets.UTF_8);
    }
}
