package io.journey360.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

/** The server we stand on: a connection that is kept alive is read on, whatever came before. */
class KeptAliveTest {

    private static final int ROUNDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void aRequestAfterTwoThatCameTogetherIsAnswered() throws IOException {
        var asked = new AtomicInteger();
        var server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> response.header("Content-Length", "2")
                        .sendString(
                                asked.getAndIncrement() % 3 == 0
                                        ? Mono.delay(Duration.ofMillis(20)).thenReturn("ok")
                                        : Mono.just("ok")))
                .bindNow();
        try (var client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.setSoTimeout((int) PATIENCE.toMillis());
            for (int round = 0; round < ROUNDS; round++) {
                send(client, 2);
                answered(client, 2);
                send(client, 1);
                answered(client, 1);
            }
            assertThat(asked).hasValue(3 * ROUNDS);
        } finally {
            server.disposeNow();
        }
    }

    private static void send(Socket client, int requests) throws IOException {
        client.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .repeat(requests)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static void answered(Socket client, int answers) throws IOException {
        var read = new StringBuilder();
        while (read.toString().split("\r\n\r\nok", -1).length - 1 < answers) {
            int next = client.getInputStream().read();
            assertThat(next).as("still open").isNotNegative();
            read.append((char) next);
        }
    }
}
