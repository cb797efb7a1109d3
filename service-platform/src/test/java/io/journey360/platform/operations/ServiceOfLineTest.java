package io.journey360.platform.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** In JVMs of their own, because a JVM has one logging system and this one's is set already. */
class ServiceOfLineTest {

    @TempDir
    private Path folder;

    private String output(String... settings) throws Exception {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LoggingService.class.getName(),
                "--server.port=0",
                "--journey.documents=embedded",
                "--journey.data=" + folder.resolve("data")));
        command.addAll(List.of(settings));
        var log = folder.resolve("out.log").toFile();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readString(log.toPath());
    }

    @Test
    void isNamedInEveryLineOfOneJvm() throws Exception {
        var lines = output(
                        "--journey.standalone=true",
                        "--logging.config=classpath:io/journey360/platform/operations/logback-standalone.xml")
                .lines()
                .toList();

        assertThat(lines).anySatisfy(line -> assertThat(line).contains("INFO  logging-service", "started by itself"));
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("INFO  booking-service", "of booking's code"));
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("INFO  profile-service", "said by the line"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("INFO  logging-service", "on a thread of its own"));
    }

    @Test
    void isAFieldOfEveryLineOfADeployedService() throws Exception {
        var output = output("--logging.config=classpath:structured.xml");
        var lines = output.lines()
                .filter(line -> line.contains("of booking's code"))
                .toList();

        assertThat(output)
                .as("a line that says its service is written too")
                .contains("\"message\":\"said by the line\"");
        assertThat(lines).singleElement().satisfies(line -> {
            var json = JsonMapper.shared().readTree(line);
            assertThat(json.path("service").asString()).isEqualTo("logging-service");
            assertThat(json.path("level").asString()).isEqualTo("INFO");
        });
    }
}
