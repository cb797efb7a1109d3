package io.journey360.platform.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class StartupFailuresTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Service {}

    @TempDir
    private Path folder;

    private void start(String... more) {
        var arguments = new ArrayList<>(List.of(
                "--spring.application.name=test-service",
                "--journey.documents=embedded",
                "--journey.data=" + folder.resolve("data")));
        arguments.addAll(List.of(more));
        new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.REACTIVE)
                .run(arguments.toArray(String[]::new))
                .close();
    }

    private static void told(CapturedOutput output, Throwable failure, String... texts) {
        assertThat(failure).isNotNull();
        assertThat(output.getOut())
                .contains("APPLICATION FAILED TO START", "Description:", "Action:")
                .contains(texts)
                .doesNotContain("\tat ");
        assertThat(StartupFailures.explain(failure)).isPresent();
    }

    @Test
    void tellThatAPortIsTaken(CapturedOutput output) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            told(
                    output,
                    catchThrowable(() -> start(
                            "--server.address=127.0.0.1",
                            "--management.server.port=",
                            "--server.port=" + taken.getLocalPort())),
                    "Port " + taken.getLocalPort() + " is taken",
                    "journey.port");
        }
    }

    @Test
    void tellThatTheDataFolderCannotBeMade(CapturedOutput output) throws IOException {
        Files.writeString(folder.resolve("data"), "a file where the folder should be");

        told(
                output,
                catchThrowable(() -> start("--server.port=0")),
                folder.resolve("data").toString());
    }

    @Test
    void tellThatTheLogIsBroken(CapturedOutput output) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/journey.db"), "no database at all, only text\n".repeat(500));

        told(output, catchThrowable(() -> start("--server.port=0")), "journey.db", "Restore it from a backup");
    }

    @Test
    void tellThatTheKeyFileIsNotTheOneOfTheLog(CapturedOutput output) throws IOException {
        start("--server.port=0");
        Files.delete(folder.resolve("data.keys"));

        told(
                output,
                catchThrowable(() -> start("--server.port=0")),
                folder.resolve("data.keys").toString(),
                "missing");
    }
}
